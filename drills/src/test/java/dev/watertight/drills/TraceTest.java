package dev.watertight.drills;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.drills.traces.Expected;
import dev.watertight.drills.traces.Soundness;
import dev.watertight.drills.traces.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/** Every journey makes the trace that traces.yaml declares, in health and with something broken; and all traces are sound. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(Lifecycle.PER_CLASS)
final class TraceTest {
    private static final Set<String> BROKEN =
            Set.of("order while payment-1 is paused", "order while payment is paused", "order while order-db is down");
    private static final String AFTERWARDS = "cancel, afterwards";

    private static final Duration ARRIVAL = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final int ORDERS = 8;

    /** Those whose first span has a parent of ours, which we tell nobody of. */
    private static final Set<String> CONTINUED = ConcurrentHashMap.newKeySet();

    private final Instant begun = Instant.now();
    private final Map<String, Expected> declared = Expected.in(Path.of(Addresses.root(), "drills", "traces.yaml"));
    private final Traces traces = new Traces();

    @Test
    void isAsDeclaredOfEveryJourney() {
        var journeys = new Journeys();
        var traceIds = journeys.traceIds();
        assertThat(declared.keySet())
                .as("what is declared and nobody makes")
                .allMatch(name -> traceIds.containsKey(name) || BROKEN.contains(name) || name.equals(AFTERWARDS));
        try {
            awaitNone(() -> differing(traceIds));
        } catch (ConditionTimeoutException e) {
            // Where the machine stands still for a moment, an attempt times out, and the trace tells of it.
            var again = new Journeys().traceIds();
            awaitNone(() -> differing(again));
        }
        eventually(() -> assertThat(background(journeys.cancelledId(), requireNonNull(traceIds.get("cancel"))))
                .extracting(trace -> trace.differences(declared(AFTERWARDS)))
                .contains(List.of()));
        assertThat(differing("order", requireNonNull(traceIds.get("cancel"))))
                .as("another trace than the declared one")
                .isNotEmpty();
    }

    @Test
    void continuesTheTraceOfACallerWhateverItsSampledFlag() {
        var id = someId();
        CONTINUED.add(id);
        var reply = new Http(Addresses.edge())
                .with("traceparent", "00-%s-00000000000000ff-00".formatted(id))
                .get("/products?limit=5");
        assertThat(reply.header("X-Trace-Id")).isEqualTo(id);
        awaitNone(() -> differing("browse the list", id));
        assertThat(Soundness.faults(traces.trace(id), true)).isEmpty();
    }

    /** Asked by several at once, both replicas are asked. */
    @Test
    void showsTheAttemptThatGotNoAnswerBesideTheOneThatDid() {
        var customer = Customer.register();
        broken("pause", "payment-1", () -> {
            var ids = placedTogether(customer);
            eventually(() -> assertThat(ids)
                    .extracting(id -> differing("order while payment-1 is paused", id))
                    .contains(List.of()));
        });
    }

    @Test
    void linksTheSettlementInTheBackgroundToTheRequest() {
        var customer = Customer.register();
        var replies = new ArrayList<Http.Reply>();
        broken("pause", "payment", () -> {
            var reply = customer.order("tok_approve");
            replies.add(reply);
            assertThat(reply.status()).isEqualTo(202);
            awaitNone(() -> differing("order while payment is paused", reply.header("X-Trace-Id")));
        });
        var order = customer.settled(replies.getFirst().header("Location"));
        var requestId = replies.getFirst().header("X-Trace-Id");
        eventually(() -> assertThat(background(order.path("id").asText(), requestId))
                .anyMatch(trace -> trace.spans().stream()
                        .anyMatch(span -> span.label().name().equals("settle commit"))));
    }

    @Test
    void marksTheAnswerOfAServiceWithoutItsDatabaseAsAnError() {
        var customer = Customer.register();
        broken("kill", "order-db", () -> {
            var reply = customer.order("tok_approve");
            assertThat(reply.status()).isEqualTo(503);
            awaitNone(() -> differing("order while order-db is down", reply.header("X-Trace-Id")));
        });
    }

    /** What proves that the next test can fail. It is stored as of long ago, where that one does not look. */
    @Test
    void wouldSeeAnOrphanAndAnErrorWithoutItsMark() {
        var id = someId();
        var hourAgo = Instant.now().minus(Duration.ofHours(1)).toEpochMilli() * 1_000;
        traces.store("""
                [{"traceId":"%1$s","id":"000000000000000a","kind":"SERVER","name":"get /orders","timestamp":%2$d,
                  "duration":9,"localEndpoint":{"serviceName":"twin"},"tags":{"http.response.status_code":"503"}},
                 {"traceId":"%1$s","id":"000000000000000b","parentId":"000000000000000c","name":"lost","timestamp":%2$d,
                  "duration":9,"localEndpoint":{"serviceName":"twin"}}]""".formatted(id, hourAgo));
        await().atMost(ARRIVAL).until(() -> traces.trace(id).spans().size() == 2);
        assertThat(Soundness.faults(traces.trace(id), false))
                .hasSize(2)
                .anyMatch(fault -> fault.startsWith("2 spans without a parent"))
                .anyMatch(fault -> fault.contains("is not marked as an error"));
    }

    /** Since a process was started last: one that was killed before took spans with it; and since others told what is none. */
    @Test
    @Order(Integer.MAX_VALUE)
    void isSoundWhateverItTellsOf() {
        var started = Instant.ofEpochSecond((long) new Metrics().greatest("max(process_start_time_seconds)"));
        var from = started.isAfter(begun) ? started : begun;
        var until = Instant.now();
        assertThat(traces.between(from, until)).isNotEmpty();
        awaitNone(() -> traces.between(from, until).stream()
                .flatMap(trace -> faults(trace).stream())
                .toList());
    }

    private static List<String> faults(Trace trace) {
        var id = trace.spans().getFirst().traceId();
        return Soundness.faults(trace, CONTINUED.contains(id)).stream()
                .map(fault -> id + ": " + fault)
                .toList();
    }

    private Expected declared(String name) {
        return requireNonNull(declared.get(name), name);
    }

    private List<String> differing(Map<String, String> traceIds) {
        return traceIds.entrySet().stream()
                .flatMap(made -> differing(made.getKey(), made.getValue()).stream()
                        .map(difference -> "%s (%s): %s".formatted(made.getKey(), made.getValue(), difference)))
                .toList();
    }

    private List<String> differing(String name, String traceId) {
        return traces.trace(traceId).differences(declared(name));
    }

    /** The traces of the settlement of that order that are linked to that trace. */
    private List<Trace> background(String orderId, String requestId) {
        return traces.ofOrder(orderId).stream()
                .filter(trace -> trace.spans().stream()
                        .anyMatch(span -> span.label().name().equals("settle order") && span.isLinkedTo(requestId)))
                .toList();
    }

    private static void awaitNone(Supplier<List<String>> differences) {
        eventually(() -> assertThat(differences.get()).isEmpty());
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(ARRIVAL).pollInterval(POLL).untilAsserted(assertion);
    }

    private static String someId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static String placed(Customer customer) {
        return customer.order("tok_approve").header("X-Trace-Id");
    }

    /** The traces of some orders that are placed at once. */
    private static List<String> placedTogether(Customer customer) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var orders = Stream.generate(() -> CompletableFuture.supplyAsync(() -> placed(customer), threads))
                    .limit(ORDERS)
                    .toList();
            return orders.stream().map(CompletableFuture::join).toList();
        }
    }

    private static void broken(String how, String part, Runnable action) {
        Operator.watertight("fault", how, part);
        try {
            action.run();
        } finally {
            Operator.watertight("fault", "clear");
        }
    }
}
