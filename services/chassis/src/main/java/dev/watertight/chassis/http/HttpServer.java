package dev.watertight.chassis.http;

import dev.watertight.chassis.telemetry.ServerTelemetry;
import dev.watertight.chassis.telemetry.Telemetry;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** The sockets of a process, in a service three: public (behind the edge), internal (between services), admin. */
public final class HttpServer {
    private static final String INTERNAL = "internal";
    private static final String ADMIN = "admin";
    private static final int MAX_CONNECTIONS = 1024;
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final WebServer server;
    private final AtomicBoolean draining = new AtomicBoolean();

    /** One socket, for a process that is no service of ours and has nobody to hide anything from. */
    public HttpServer(HttpConfig config, Telemetry telemetry, Routes publicRoutes) {
        var builder = WebServer.builder().shutdownHook(false);
        listen(builder, config, config.publicPort(), routing("public", config, telemetry, publicRoutes));
        this.server = builder.build();
    }

    public HttpServer(
            HttpConfig config, Telemetry telemetry, Routes publicRoutes, Routes internalRoutes, Routes adminRoutes) {
        var builder = WebServer.builder().shutdownHook(false);
        listen(builder, config, config.publicPort(), routing("public", config, telemetry, publicRoutes));
        this.server = builder.putSocket(
                        INTERNAL,
                        socket -> listen(
                                socket,
                                config,
                                config.internalPort(),
                                routing(INTERNAL, config, telemetry, internalRoutes)))
                .putSocket(ADMIN, socket -> listen(socket, config, config.adminPort(), plain(adminRoutes)))
                .build();
    }

    public void start() {
        server.start();
    }

    /** From now on every answer asks its connection to close, so that callers go elsewhere for the next request. */
    public void drain() {
        draining.set(true);
    }

    /** Stops listening and waits, up to the grace period, for the requests that run. */
    public void stop() {
        server.stop();
    }

    public int publicPort() {
        return server.port();
    }

    public int internalPort() {
        return server.port(INTERNAL);
    }

    public int adminPort() {
        return server.port(ADMIN);
    }

    private HttpRouting.Builder routing(String socket, HttpConfig config, Telemetry telemetry, Routes routes) {
        var routing = plain(routes);
        var measured = new ServerTelemetry(telemetry, socket);
        routing.addFilter(new Admission(config.maxConcurrent(), draining, measured, telemetry.meters(), socket));
        if (telemetry.isEnabled()) {
            routing.addFilter(measured);
        }
        routing.addFilter(new DeadlineRule(config.deadline()));
        return routing;
    }

    private static HttpRouting.Builder plain(Routes routes) {
        var routing = HttpRouting.builder();
        routes.addTo(routing);
        Problems.addTo(routing);
        return routing;
    }

    private static void listen(
            ListenerConfig.BuilderBase<?, ?> socket, HttpConfig config, int port, HttpRouting.Builder routing) {
        socket.host(config.bind())
                .port(port)
                .routing(routing)
                // Nagle's algorithm delays answers over one segment by 40 ms.
                .connectionOptions(options -> options.tcpNoDelay(true))
                .maxPayloadSize(Json.MAX_BODY)
                .maxTcpConnections(MAX_CONNECTIONS)
                .idleConnectionTimeout(IDLE)
                .shutdownGracePeriod(GRACE)
                .directHandlers(Problems.direct());
    }
}
