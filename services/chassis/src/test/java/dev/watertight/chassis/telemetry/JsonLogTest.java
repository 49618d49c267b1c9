package dev.watertight.chassis.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.watertight.chassis.testing.TestTelemetry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonLogTest {
    private final JsonLog log = new JsonLog("thing", "thing-1");

    @ParameterizedTest
    @CsvSource({
        "time,     2026-11-01T00:00:00Z",
        "level,    WARNING",
        "service,  thing",
        "instance, thing-1",
        "logger,   dev.watertight.Test",
        "message,  did 3 things"
    })
    void tellsWhatHappenedWhereAndWhen(String field, String value) {
        assertThat(json(event("did {0} things", 3)).path(field).asText()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"'two\nlines'", "'a \"quote\"'", "'\t\u0000\u001b[31m'", "'\u2028'"})
    void isOneLineWhateverTheMessage(String message) {
        assertThat(log.format(event(message))).endsWith(System.lineSeparator()).hasLineCount(1);
    }

    @Test
    void keepsTheMessageWhateverItHolds() {
        assertThat(json(event("two\n\"lines\"")).path("message").asText()).isEqualTo("two\n\"lines\"");
    }

    @Test
    void isOneLineWithAnException() {
        var event = event("failed");
        event.setThrown(new IllegalStateException("first\nsecond", new IllegalArgumentException("cause")));

        assertThat(log.format(event)).hasLineCount(1);
    }

    @Test
    void keepsTheWholeException() {
        var event = event("failed");
        event.setThrown(new IllegalStateException("outer", new IllegalArgumentException("inner")));

        assertThat(json(event).path("error").asText())
                .contains(
                        "IllegalStateException: outer",
                        "Caused by: java.lang.IllegalArgumentException: inner",
                        "\tat ");
    }

    @Test
    void namesTheTrace() {
        var span = TestTelemetry.create().tracer().spanBuilder("test").startSpan();
        try (var _ = span.makeCurrent()) {
            assertThat(json(event("inside")).path("trace_id").asText())
                    .isEqualTo(span.getSpanContext().getTraceId());
        }
    }

    @Test
    void namesTheSpan() {
        var span = TestTelemetry.create().tracer().spanBuilder("test").startSpan();
        try (var _ = span.makeCurrent()) {
            assertThat(json(event("inside")).path("span_id").asText())
                    .isEqualTo(span.getSpanContext().getSpanId());
        }
    }

    @Test
    void namesNoTraceOutsideOfOne() {
        assertThat(json(event("outside")).has("trace_id")).isFalse();
    }

    @Test
    void outlastsTheEndOfJavaUtilLogging() {
        var lines = new ByteArrayOutputStream();
        var standardError = System.err;
        try {
            System.setErr(new PrintStream(lines, true, StandardCharsets.UTF_8));
            JsonLog.install("thing", "thing-1");
            JsonLog.install("thing", "thing-1");
            LogManager.getLogManager().reset();
            Logger.getLogger("dev.watertight.Test").info("leaving");
        } finally {
            System.setErr(standardError);
            JsonLog.install("thing", "thing-1");
        }

        assertThat(lines.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("leaving")))
                .hasSize(1);
    }

    private static LogRecord event(String message, Object... parameters) {
        var event = new LogRecord(Level.WARNING, message);
        event.setLoggerName("dev.watertight.Test");
        event.setInstant(Instant.parse("2026-11-01T00:00:00Z"));
        event.setParameters(parameters);
        return event;
    }

    private JsonNode json(LogRecord event) {
        try {
            return new ObjectMapper().readTree(log.format(event));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
