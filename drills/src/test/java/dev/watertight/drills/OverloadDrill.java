package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.drills.bench.NaiveEdge;
import dev.watertight.drills.bench.OpenLoad;
import dev.watertight.drills.bench.Running;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten times what Product can do, or its database stopped, for a while: nothing grows or restarts meanwhile, and afterwards
 * it serves whoever comes, though customers try again and again. Product has a CPU quota, so that one machine can ask it
 * for too much.
 */
final class OverloadDrill {
    private static final String QUOTA = "10";
    private static final int CALLERS = 16;
    private static final double TOO_MUCH = 10;
    private static final double USUAL = 0.7;

    /** Tries of a customer who gets no good answer. */
    private static final int PATIENT_TRIES = 3;

    private static final int REFUSED = 503;
    private static final double MOST_GROWTH = 1.10;
    private static final double LEAST_GOOD = 0.95;
    private static final double MOST_RETRIES = 0.10;
    private static final Duration PEAK = Duration.ofSeconds(10);
    private static final Duration OVERLOAD = Duration.ofSeconds(60);
    private static final Duration TRIGGER = Duration.ofSeconds(15);
    private static final Duration IN_TIME = Duration.ofMillis(2_500);

    /** So long it may take to serve everybody again; then so long is judged. */
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    private static final Duration JUDGED = Duration.ofSeconds(10);

    private final Metrics metrics = new Metrics();
    private final Running first = new Running(Part.named("product-1").pid());
    private final Running second = new Running(Part.named("product-2").pid());
    private final Running edge = new Running(Part.named("edge").pid());

    @TempDir
    private Path folder;

    private enum Trigger {
        OVERLOAD,
        PAUSED_DATABASE
    }

    /**
     * @param good share of the customers who got what they came for, in time
     * @param edgeRetries for each request that came to the edge
     */
    private record Recovery(Trigger trigger, double good, double edgeRetries) {}

    @BeforeEach
    void slow() {
        OpenLoad.saturate(CALLERS, PEAK, listing(Addresses.edge()));
        Operator.watertight("fault", "slow", "product", "--cpu", QUOTA);
    }

    @AfterEach
    void clear() {
        Operator.watertight("fault", "clear");
    }

    @Test
    void growsNowhere() {
        var rate = TOO_MUCH * peak(Addresses.edge());
        var load = CompletableFuture.supplyAsync(() -> OpenLoad.run(rate, OVERLOAD, listing(Addresses.edge())));
        var memory = new ArrayList<Long>();
        while (!load.isDone()) {
            memory.add(first.residentBytes() + second.residentBytes() + edge.residentBytes());
            Waiting.until(System.nanoTime() + Duration.ofSeconds(1).toNanos());
        }
        var third = memory.size() / 3;
        var growth = (double) most(memory.subList(2 * third, memory.size())) / most(memory.subList(0, third));
        var outcomes = load.join();
        var refused = outcomes.of(REFUSED);
        var mostAtOnce = greatest("max_over_time(http_server_active_requests{service=\"product\"}[70s])");
        var longestQueue = greatest("max_over_time(haproxy_backend_current_queue[70s])");
        var numbers = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight drill overload"));
        numbers.put("requestsASecond", rate);
        numbers.put("requests", outcomes.all().size());
        numbers.put("answeredInTime", outcomes.good(IN_TIME));
        numbers.put("refused", refused);
        numbers.put("memoryGrowth", growth);
        numbers.put("mostAtOnceWhenScraped", mostAtOnce);
        numbers.put("longestQueueOfTheEdge", longestQueue);
        Progress.say("numbers: " + new RunFiles("overload-bounds").write(numbers));
        assertThat(List.of(first, second, edge)).allMatch(Running::isAlive);
        assertThat(growth).isLessThanOrEqualTo(MOST_GROWTH);
        assertThat(refused).as("what is too much must be refused").isPositive();
        // Who waits longer than 300 ms is told 503.
        assertThat(longestQueue).isPositive().isLessThanOrEqualTo(rate * 0.3 * 1.5);
    }

    @Test
    void servesEverybodyAgain() throws IOException {
        var recoveries = Stream.of(Trigger.values())
                .map(trigger -> recovery(trigger, Addresses.edge()))
                .toList();
        var twin = recoveryWithoutLimits();
        var numbers = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight drill overload"));
        numbers.put("recoveries", recoveries);
        numbers.put("recoveryWithoutLimits", twin);
        Progress.say("numbers: " + new RunFiles("overload-recovery").write(numbers));
        assertThat(recoveries).allSatisfy(recovery -> {
            assertThat(recovery.good()).isGreaterThanOrEqualTo(LEAST_GOOD);
            assertThat(recovery.edgeRetries()).isLessThanOrEqualTo(MOST_RETRIES);
        });
        assertThat(twin.good()).as("the broken twin must not come back").isLessThan(LEAST_GOOD);
    }

    private Recovery recoveryWithoutLimits() throws IOException {
        try (var one = unlimited("product-10");
                var two = unlimited("product-11");
                var naive = naive(List.of(one.publicAddress(), two.publicAddress()))) {
            OpenLoad.saturate(CALLERS, PEAK, listing(naive.address()));
            one.running().shareQuotaOf(first);
            two.running().shareQuotaOf(second);
            return recovery(Trigger.OVERLOAD, naive.address());
        }
    }

    /** What becomes of customers once the trigger is over: they come as often as ever, and try again when refused. */
    private Recovery recovery(Trigger trigger, URI address) {
        var rate = USUAL * peak(address);
        var all = TRIGGER.plus(RECOVERY).plus(JUDGED);
        Progress.say("%s: %.0f requests a second".formatted(trigger, rate));
        var retries = edgeRetries();
        var tries = new AtomicLong();
        var customer = patiently(listing(address), tries);
        var usual = CompletableFuture.supplyAsync(() -> OpenLoad.run(rate, all, customer));
        pull(trigger, rate / USUAL * TOO_MUCH, patiently(listing(address), tries));
        var outcomes = usual.join();
        var judged = outcomes.sent(TRIGGER.plus(RECOVERY), all);
        var recovery = new Recovery(
                trigger, (double) judged.good(IN_TIME) / judged.all().size(), (edgeRetries() - retries) / tries.get());
        Progress.say("at %s: %s".formatted(address, recovery));
        return recovery;
    }

    private static void pull(Trigger trigger, double tooMuch, IntSupplier customer) {
        if (trigger == Trigger.OVERLOAD) {
            OpenLoad.run(tooMuch, TRIGGER, customer);
            return;
        }
        Operator.watertight("fault", "pause", "product-db");
        Waiting.until(System.nanoTime() + TRIGGER.toNanos());
        Operator.watertight("fault", "clear", "product-db");
    }

    private static double peak(URI address) {
        return OpenLoad.saturate(CALLERS, PEAK, listing(address)).good(IN_TIME) / (double) PEAK.toSeconds();
    }

    private BenchedReplica unlimited(String name) throws IOException {
        return new BenchedReplica(
                        name, first.command(), first.environment(), Map.of("SHOP_HTTP_MAX_CONCURRENT", "1000000"))
                .hidden();
    }

    /** It sends again whatever failed. */
    private NaiveEdge naive(List<URI> replicas) throws IOException {
        return new NaiveEdge(
                edge.command().getFirst(), "retries 3\n    retry-on all-retryable-errors", replicas, folder);
    }

    private double edgeRetries() {
        return greatest("sum(haproxy_backend_retry_warnings_total{proxy=~\"product.*\"})");
    }

    /** A series that nobody has would pass any check. */
    private double greatest(String promql) {
        return metrics.query(promql).stream()
                .mapToDouble(series -> series.at("/value/1").asDouble())
                .max()
                .orElseThrow(() -> new AssertionError("Prometheus knows nothing of " + promql));
    }

    private static long most(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    private static IntSupplier listing(URI address) {
        var http = new Http(address).within(IN_TIME);
        return () -> http.get("/products?limit=20").status();
    }

    private static IntSupplier patiently(IntSupplier request, AtomicLong tries) {
        return () -> {
            var status = 0;
            for (var number = 0; status != 200 && number < PATIENT_TRIES; number++) {
                tries.incrementAndGet();
                status = request.getAsInt();
            }
            return status;
        };
    }
}
