package dev.watertight.chassis.client;

import dev.watertight.chassis.consul.Endpoint;
import dev.watertight.chassis.telemetry.Telemetry;
import dev.watertight.chassis.testing.FakeService;
import dev.watertight.chassis.testing.TestTelemetry;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The service under test's view of another one, and that one's replicas: real servers on free ports. */
final class Neighbours {
    /** Calls that may be in flight. */
    static final int PLACES = 16;

    /** More than a system lets wait in a queue for one. */
    private static final int TOO_MANY = 10;

    private final Telemetry telemetry = TestTelemetry.create();
    private final List<Endpoint> known = new CopyOnWriteArrayList<>();
    private final RemoteService remote = new RemoteService("other", () -> known, limits(), telemetry);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    RemoteService remote() {
        return remote;
    }

    /** Another view of it, that rests before each retry. */
    RemoteService remote(Supplier<Duration> rest) {
        return new RemoteService("other", () -> known, limits(), telemetry, rest);
    }

    Telemetry telemetry() {
        return telemetry;
    }

    /** What a counter of the view says. */
    double counted(String name) {
        return telemetry
                .meters()
                .get(name)
                .tag("server.service", "other")
                .counter()
                .count();
    }

    FakeService replica(Function<ServerRequest, String> answer) {
        return routing(routing -> routing.any("/thing", (request, response) -> response.send(answer.apply(request))));
    }

    FakeService routing(Consumer<HttpRouting.Builder> routing) {
        var service = new FakeService(routing);
        open.push(service);
        known.add(service.endpoint("other-" + known.size()));
        return service;
    }

    BrokenReplica broken(BrokenReplica.Fault fault) {
        var replica = new BrokenReplica(fault);
        open.push(replica);
        known.add(replica.endpoint());
        return replica;
    }

    void addClosedPort() {
        try (var socket = new ServerSocket(0)) {
            known.add(new Endpoint("closed-" + socket.getLocalPort(), "127.0.0.1", socket.getLocalPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that are known now are known no longer. */
    void vanish() {
        known.clear();
    }

    /** A replica whose port takes no more connections: nobody accepts them, and the queue is full. */
    void addFullPort() throws IOException {
        var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        open.push(full);
        for (var waiting = 1; hasRoom(full); waiting++) {
            if (waiting == TOO_MANY) {
                throw new IllegalStateException("the queue of a port is never full");
            }
        }
        known.add(new Endpoint("full-" + full.getLocalPort(), "127.0.0.1", full.getLocalPort()));
    }

    private boolean hasRoom(ServerSocket server) throws IOException {
        var waiting = new Socket();
        open.push(waiting);
        try {
            waiting.connect(server.getLocalSocketAddress(), 100);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static CallLimits limits() {
        return new CallLimits(new RetryBudget(), PLACES);
    }

    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
