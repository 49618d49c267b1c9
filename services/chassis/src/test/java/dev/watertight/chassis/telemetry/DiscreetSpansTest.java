package dev.watertight.chassis.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.testing.FakeService;
import io.helidon.http.Method;
import io.opentelemetry.api.trace.StatusCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

final class DiscreetSpansTest {
    private final ConcurrentLinkedQueue<String> arrived = new ConcurrentLinkedQueue<>();

    @Test
    void tellNothingOfARowThatTheDatabaseRefused() {
        var refused = new SQLException("Duplicate entry 'canary' for key 'email'", "23000", 1062);
        assertThat(sentWith(refused))
                .contains("a span", "before", "java.sql.SQLException: state 23000, error 1062\n\tat ")
                .doesNotContain("canary");
    }

    @Test
    void tellInItsOwnWordsWhatElseWentWrong() {
        assertThat(sentWith(new IllegalStateException("nobody answers")))
                .contains("java.lang.IllegalStateException: nobody answers\n\tat ");
    }

    /** What arrives at the collector, whose strings stand in it as they are. */
    private String sentWith(Throwable failure) {
        try (var collector = collector()) {
            var telemetry = new Telemetry("test", "test-1", "test", new TelemetryConfig(address(collector), true));
            telemetry
                    .tracer()
                    .spanBuilder("a span")
                    .startSpan()
                    .addEvent("before")
                    .recordException(failure)
                    .setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()))
                    .end();
            telemetry.close();
            return String.join("", arrived);
        }
    }

    private FakeService collector() {
        return new FakeService(routing -> routing.route(Method.POST, "/v1/traces", (request, response) -> {
            try (var body = request.content().inputStream()) {
                arrived.add(new String(body.readAllBytes(), StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            response.send();
        }));
    }

    private static URI address(FakeService collector) {
        return URI.create("http://127.0.0.1:" + collector.endpoint("collector").port());
    }
}
