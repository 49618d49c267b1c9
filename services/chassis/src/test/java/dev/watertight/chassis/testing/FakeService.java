package dev.watertight.chassis.testing;

import dev.watertight.chassis.consul.Endpoint;
import dev.watertight.chassis.consul.Snapshots;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A real HTTP server that plays another service; a service under test finds it by its snapshot of addresses. */
public final class FakeService implements AutoCloseable {
    private final WebServer server;

    public FakeService(Consumer<HttpRouting.Builder> routing) {
        this.server = WebServer.builder()
                .shutdownHook(false)
                .host("127.0.0.1")
                .connectionOptions(options -> options.tcpNoDelay(true))
                .routing(routing)
                .build()
                .start();
    }

    /** Makes the internal side of {@code service} known to whoever starts with this state directory. */
    public FakeService knownAs(String service, Path stateDir) {
        new Snapshots(stateDir).save(service + "-internal", List.of(endpoint(service + "-1")));
        return this;
    }

    public Endpoint endpoint(String instance) {
        return new Endpoint(instance, "127.0.0.1", server.port());
    }

    @Override
    public void close() {
        server.stop();
    }
}
