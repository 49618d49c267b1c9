package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The collector is gone: nobody notices, what it does not see is counted, and it sees everything again when it is back. */
final class CollectorOutageTest {
    private static final String LOST = "telemetry_spans_lost_total";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** With what the others want about 240 requests a second. */
    private static final Duration READING = Duration.ofMillis(10);

    private static final int REQUESTS = 2_500;

    private final Metrics metrics = new Metrics();
    private final Traces traces = new Traces();

    @Test
    void costsNoRequestAndIsCounted() {
        var customer = Customer.register();
        var product = "/products/" + customer.anyProduct();
        var lostBefore = metrics.sumNow(LOST);
        var replicas = replicas();
        Operator.watertight("fault", "kill", "otel-collector");
        try (var load =
                ShopLoad.start().every(READING, "read", () -> customer.http().get(product))) {
            await().atMost(PATIENCE).until(() -> load.sent() >= REQUESTS);
            assertThat(load.failures()).isEmpty();
            assertThat(metrics.sumNow(LOST)).isGreaterThan(lostBefore);
            assertThat(replicas()).as("processes that were there before").isEqualTo(replicas);
        } finally {
            Operator.watertight("fault", "clear");
        }
        var traceIds = new HashSet<String>();
        await().atMost(PATIENCE).until(() -> {
            traceIds.add(customer.http().get(product).header("X-Trace-Id"));
            return traceIds.stream().anyMatch(this::isStored);
        });
    }

    private boolean isStored(String traceId) {
        return !traces.trace(traceId).spans().isEmpty();
    }

    /** Want of memory would end one, and another would take its place. */
    private static List<Long> replicas() {
        return Part.all().stream().filter(Part::isReplica).map(Part::pid).toList();
    }
}
