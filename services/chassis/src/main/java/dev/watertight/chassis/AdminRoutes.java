package dev.watertight.chassis;

import dev.watertight.chassis.http.Json;
import dev.watertight.chassis.http.Routes;
import dev.watertight.chassis.telemetry.Telemetry;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Health and metrics. Ready says that this replica can serve, never that those it calls are well. */
final class AdminRoutes {
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final String PLAIN = "text/plain; version=0.0.4; charset=utf-8";

    private final Telemetry telemetry;
    private final AtomicBoolean ready = new AtomicBoolean();

    AdminRoutes(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    void ready(boolean now) {
        ready.set(now);
    }

    Routes routes() {
        return new Routes()
                .on(Method.GET, "/health/live", (request, response) -> send(response, true))
                .on(Method.GET, "/health/started", (request, response) -> send(response, true))
                .on(Method.GET, "/health/ready", (request, response) -> send(response, ready.get()))
                .on(Method.GET, "/metrics", this::metrics);
    }

    private void metrics(ServerRequest request, ServerResponse response) {
        var accepted = request.headers().first(HeaderNames.ACCEPT).orElse("");
        var type = accepted.contains("openmetrics-text") ? OPEN_METRICS : PLAIN;
        response.header(HeaderNames.CONTENT_TYPE.defaultCase(), type).send(telemetry.scrape(type));
    }

    private static void send(ServerResponse response, boolean up) {
        Json.send(response, up ? 200 : 503, Map.of("status", up ? "UP" : "DOWN"));
    }
}
