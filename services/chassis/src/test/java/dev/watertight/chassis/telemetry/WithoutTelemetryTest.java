package dev.watertight.chassis.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.client.Call;
import dev.watertight.chassis.client.CallLimits;
import dev.watertight.chassis.client.RemoteService;
import dev.watertight.chassis.client.RetryBudget;
import dev.watertight.chassis.http.HttpConfig;
import dev.watertight.chassis.http.HttpServer;
import dev.watertight.chassis.http.Routes;
import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.testing.FakeService;
import dev.watertight.chassis.testing.Http;
import dev.watertight.chassis.testing.TestDatabase;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that calls another one and asks its database; with telemetry it leaves the marks that it must not leave without. */
final class WithoutTelemetryTest {
    private final AtomicInteger batches = new AtomicInteger();
    private final FakeService collector = new FakeService(routing -> routing.post("/v1/traces", (_, response) -> {
        batches.incrementAndGet();
        response.send();
    }));

    /** Answers which trace it is asked for. */
    private final FakeService other = new FakeService(routing -> routing.get(
            "/thing",
            (request, response) -> response.send(
                    request.headers().first(HeaderNames.create("traceparent")).orElse("none"))));

    private record Marks(String traceId, String traceOfCall, String metrics, int batches) {}

    @AfterEach
    void close() {
        collector.close();
        other.close();
    }

    @Test
    void tracesAndMeasures() {
        var marks = marks(true);

        assertThat(marks.traceId()).matches("[0-9a-f]{32}");
        assertThat(marks.traceOfCall()).contains(marks.traceId());
        assertThat(marks.metrics()).contains("http_server_request_duration_seconds_count", "jvm_memory_used_bytes");
        assertThat(marks.batches()).isPositive();
    }

    @Test
    void leavesNoMarkWhenItIsOff() {
        assertThat(marks(false)).isEqualTo(new Marks("", "none", "", 0));
    }

    private Marks marks(boolean enabled) {
        var endpoint = collector.endpoint("collector");
        var config =
                new TelemetryConfig(URI.create("http://%s:%d".formatted(endpoint.host(), endpoint.port())), enabled);
        var telemetry = new Telemetry("test", "test-1", "test", config);
        var endpoints = List.of(other.endpoint("other-1"));
        var remote = new RemoteService("other", () -> endpoints, new CallLimits(new RetryBudget(), 1), telemetry);
        try (var database = new Database(TestDatabase.empty(), telemetry)) {
            var routes = new Routes().on(Method.GET, "/asked", (_, response) -> {
                database.transaction(session -> session.update("DO 1"));
                response.send(remote.send(Call.get("/thing", "/thing")).body());
            });
            return marks(telemetry, routes);
        }
    }

    private Marks marks(Telemetry telemetry, Routes routes) {
        var config = new HttpConfig("127.0.0.1", "", 0, 0, 0, Duration.ofSeconds(10), 1, Duration.ZERO);
        var server = new HttpServer(config, telemetry, routes);
        server.start();
        Http.Reply reply;
        try {
            reply = new Http(server.publicPort()).get("/asked");
        } finally {
            server.stop(); // its caller has the answer before it is measured
        }
        var metrics = telemetry.scrape("text/plain");
        telemetry.close();
        return new Marks(reply.header("X-Trace-Id"), reply.body(), metrics, batches.get());
    }
}
