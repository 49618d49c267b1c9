package dev.watertight.chassis.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.chassis.testing.TestTelemetry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TelemetryTest {
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final String PLAIN = "text/plain; version=0.0.4; charset=utf-8";

    private final Telemetry telemetry = TestTelemetry.create();
    private final Timer timer = telemetry.meters().timer("test.duration");

    @Test
    void showsWhichTraceADurationComesFrom() {
        var span = telemetry.tracer().spanBuilder("test").startSpan();

        await().untilAsserted(() -> {
            try (var _ = span.makeCurrent()) {
                timer.record(Duration.ofMillis(30));
            }
            assertThat(telemetry.scrape(OPEN_METRICS))
                    .containsPattern("test_duration_seconds_bucket\\{le=\"0.05\"} \\d+ # \\{span_id=\"[0-9a-f]{16}\","
                            + "trace_id=\"" + span.getSpanContext().getTraceId() + "\"}");
        });
    }

    @Test
    void showsNoTraceToAScraperThatCannotReadIt() {
        var span = telemetry.tracer().spanBuilder("test").startSpan();
        try (var _ = span.makeCurrent()) {
            timer.record(Duration.ofMillis(30));
        }

        assertThat(telemetry.scrape(PLAIN)).doesNotContain("trace_id");
    }

    @Test
    void hasTheBoundsOurObjectivesSpeakOf() {
        timer.record(Duration.ofMillis(30));

        assertThat(bounds())
                .containsExactly("0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "+Inf");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jvm_memory_used_bytes{",
                "jvm_gc_",
                "jvm_threads_live_threads ",
                "process_cpu_usage ",
                "process_uptime_seconds "
            })
    void measuresTheProcess(String metric) {
        assertThat(telemetry.scrape(PLAIN)).contains("\n" + metric);
    }

    @Test
    void remembersASpanAsText() {
        var span = telemetry.tracer().spanBuilder("test").startSpan();
        try (var _ = span.makeCurrent()) {
            assertThat(telemetry.spanOf(telemetry.traceparent()).getSpanId())
                    .isEqualTo(span.getSpanContext().getSpanId());
        }
    }

    @Test
    void hasNothingToRememberOutsideATrace() {
        assertThat(telemetry.traceparent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "00-0-0-0"})
    void findsNoSpanInWhatIsNone(String traceparent) {
        assertThat(telemetry.spanOf(traceparent).isValid()).isFalse();
    }

    @Test
    void closesWithinSecondsWhileTheCollectorIsAway() {
        telemetry.tracer().spanBuilder("test").startSpan().end();
        var start = System.nanoTime();
        telemetry.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    private List<String> bounds() {
        return telemetry
                .scrape(PLAIN)
                .lines()
                .filter(line -> line.startsWith("test_duration_seconds_bucket"))
                .map(line -> line.replaceAll(".*le=\"([^\"]+)\".*", "$1"))
                .toList();
    }
}
