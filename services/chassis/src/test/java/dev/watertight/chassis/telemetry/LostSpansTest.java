package dev.watertight.chassis.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.chassis.testing.FakeService;
import dev.watertight.chassis.testing.TestTelemetry;
import java.net.URI;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

final class LostSpansTest {
    private static final String LOST = "telemetry_spans_lost_total";

    /** More than may wait. */
    private static final int MANY = 20_000;

    @Test
    void countsWhatACollectorThatIsAwayDoesNotTake() {
        var telemetry = TestTelemetry.create();
        assertThat(telemetry.scrape("text/plain")).contains(LOST + " 0");
        end(telemetry, 7);
        await().untilAsserted(() -> assertThat(telemetry.scrape("text/plain")).contains(LOST + " 7"));
    }

    @Test
    void countsWhatFindsNoRoomWhileTheCollectorHangs() {
        var hangs = new Semaphore(0);
        try (var collector = new FakeService(routing -> routing.post("/v1/traces", (_, response) -> {
            hangs.acquire();
            response.send();
        }))) {
            var telemetry = sendingTo(collector);
            try {
                end(telemetry, MANY);
                assertThat(lost(telemetry)).isBetween(MANY - 9_000.0, MANY - 8_192.0);
            } finally {
                hangs.release(MANY);
                telemetry.close();
            }
        }
    }

    @Test
    void countsNothingThatTheCollectorTakes() {
        var taken = new Semaphore(0);
        try (var collector = new FakeService(routing -> routing.post("/v1/traces", (_, response) -> {
            response.send();
            taken.release();
        }))) {
            var telemetry = sendingTo(collector);
            end(telemetry, 7);
            await().until(taken::tryAcquire);
            telemetry.close();
            assertThat(lost(telemetry)).isZero();
        }
    }

    private static Telemetry sendingTo(FakeService collector) {
        var address =
                URI.create("http://127.0.0.1:" + collector.endpoint("collector").port());
        return new Telemetry("test", "test-1", "test", new TelemetryConfig(address, true));
    }

    private static void end(Telemetry telemetry, int spans) {
        for (var i = 0; i < spans; i++) {
            telemetry.tracer().spanBuilder("test").startSpan().end();
        }
    }

    private static double lost(Telemetry telemetry) {
        return telemetry.meters().get("telemetry.spans.lost").functionCounter().count();
    }
}
