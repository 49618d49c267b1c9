package dev.watertight.chassis.http;

import dev.watertight.chassis.telemetry.Telemetry;
import dev.watertight.chassis.testing.Http;
import dev.watertight.chassis.testing.TestTelemetry;
import java.time.Duration;

/** Routes under test behind the real server, on free ports. Its telemetry is left open: to flush it would wait 2 s for nobody. */
final class RunningServer implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofMillis(2500);

    private final Telemetry telemetry = TestTelemetry.create();
    private final HttpServer server;

    RunningServer(Routes routes) {
        this(routes, 128);
    }

    RunningServer(Routes routes, int maxConcurrent) {
        var config = new HttpConfig("127.0.0.1", "", 0, 0, 0, DEADLINE, maxConcurrent, Duration.ZERO);
        this.server = new HttpServer(config, telemetry, routes, new Routes(), new Routes());
        server.start();
    }

    Http http() {
        return new Http(server.publicPort());
    }

    int port() {
        return server.publicPort();
    }

    void drain() {
        server.drain();
    }

    String scrape() {
        return telemetry.scrape("text/plain");
    }

    @Override
    public void close() {
        server.stop();
    }
}
