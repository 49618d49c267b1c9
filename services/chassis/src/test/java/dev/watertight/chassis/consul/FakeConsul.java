package dev.watertight.chassis.consul;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.watertight.chassis.config.Secret;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** As much of an agent's HTTP API as we use, with a history that tests make up. */
final class FakeConsul implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final WebServer server;
    private final Duration longestWait;
    private final Map<String, JsonNode> registered = new ConcurrentHashMap<>();
    private final Set<String> inMaintenance = ConcurrentHashMap.newKeySet();
    private List<Endpoint> passing = List.of();
    private long index = 1;
    private boolean closed;
    private volatile boolean paused;
    private volatile boolean away;
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile Set<String> stuck = Set.of();
    private final AtomicInteger queries = new AtomicInteger();
    private final AtomicInteger queriesAhead = new AtomicInteger();

    FakeConsul() {
        this(0, Watch.WAIT);
    }

    /** On the port of one that is gone; a query waits no longer than given, whatever it asks for. */
    FakeConsul(int port, Duration longestWait) {
        this.longestWait = longestWait;
        var routing = HttpRouting.builder()
                .addFilter(this::turnAway)
                .get("/v1/health/service/{name}", this::health)
                .get("/v1/agent/services", this::services)
                .put("/v1/agent/service/register", this::register)
                .put("/v1/agent/service/maintenance/{id}", this::maintain)
                .put("/v1/agent/service/deregister/{id}", this::deregister);
        this.server = WebServer.builder()
                .shutdownHook(false)
                .host("127.0.0.1")
                .port(port)
                .routing(routing)
                .build()
                .start();
    }

    int port() {
        return server.port();
    }

    ConsulConfig config() {
        return new ConsulConfig(URI.create("http://127.0.0.1:" + server.port()), new Secret(""));
    }

    /** The next state of the catalogue. */
    void publish(Endpoint... endpoints) {
        publishAt(index() + 1, endpoints);
    }

    /** A state of the catalogue with an index of its own, such as one of a Consul that lost its history. */
    synchronized void publishAt(long newIndex, Endpoint... endpoints) {
        index = newIndex;
        passing = List.of(endpoints);
        notifyAll();
    }

    /** Whether it takes requests and says nothing, for ten seconds at the most. */
    void pause(boolean nowPaused) {
        paused = nowPaused;
    }

    /** Whether it fails whatever it is asked. */
    void away(boolean nowAway) {
        away = nowAway;
    }

    /** How many asked while it was away. */
    int turnedAway() {
        return turnedAway.get();
    }

    /** How often it was asked whom it knows. */
    int looks() {
        return looks.get();
    }

    /** The ids it fails to do anything about from now on. */
    void stick(String... ids) {
        stuck = Set.of(ids);
    }

    int queries() {
        return queries.get();
    }

    /** How many queries waited for what follows an index later than its own at the time. */
    int queriesAhead() {
        return queriesAhead.get();
    }

    Map<String, JsonNode> registered() {
        return registered;
    }

    Set<String> inMaintenance() {
        return inMaintenance;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        server.stop();
    }

    private void turnAway(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (away) {
            turnedAway.incrementAndGet();
            response.status(500).send();
        } else {
            chain.proceed();
        }
    }

    private synchronized long index() {
        return index;
    }

    /** A query that names the current index, or one of another history, blocks until there is a later one. */
    private synchronized void health(ServerRequest request, ServerResponse response) throws InterruptedException {
        queries.incrementAndGet();
        var asked = request.query().first("index").map(Long::parseLong).orElse(-1L);
        if (asked > index) {
            queriesAhead.incrementAndGet();
        }
        var until = System.nanoTime() + longestWait.toNanos();
        while (asked >= index && !closed && System.nanoTime() < until) {
            TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
        }
        var body = new ArrayList<Map<String, Object>>();
        for (var endpoint : passing) {
            body.add(Map.of(
                    "Node", Map.of("Node", "n", "Address", "127.0.0.1"),
                    "Service", service(endpoint),
                    "Checks", List.of()));
        }
        response.header(HeaderNames.create("X-Consul-Index"), String.valueOf(index));
        response.header(HeaderNames.create("X-Consul-Knownleader"), "true");
        response.header(HeaderNames.create("X-Consul-Lastcontact"), "0");
        send(response, body);
    }

    private static Map<String, Object> service(Endpoint endpoint) {
        return Map.of(
                "ID", endpoint.instance(),
                "Service", "any",
                "Address", endpoint.host(),
                "Port", endpoint.port(),
                "Tags", List.of(),
                "Meta", Map.of(),
                "EnableTagOverride", false);
    }

    private void services(ServerRequest request, ServerResponse response) {
        looks.incrementAndGet();
        var body = new ConcurrentHashMap<String, Object>();
        registered.keySet().forEach(id -> body.put(id, service(new Endpoint(id, "127.0.0.1", 1))));
        send(response, body);
    }

    private void register(ServerRequest request, ServerResponse response) throws IOException {
        var registration = MAPPER.readTree(request.content().as(byte[].class));
        registered.put(registration.path("Id").asText(), registration);
        response.send();
    }

    private void maintain(ServerRequest request, ServerResponse response) throws InterruptedException {
        for (var waited = 0; paused && waited < 100; waited++) {
            Thread.sleep(100);
        }
        var id = request.path().pathParameters().get("id");
        if (stuck.contains(id)) {
            response.status(500).send();
            return;
        }
        if (request.query().first("enable").map(Boolean::parseBoolean).orElse(false)) {
            inMaintenance.add(id);
        } else {
            inMaintenance.remove(id);
        }
        response.send();
    }

    private void deregister(ServerRequest request, ServerResponse response) {
        var id = request.path().pathParameters().get("id");
        if (stuck.contains(id)) {
            response.status(500).send();
            return;
        }
        registered.remove(id);
        response.send();
    }

    private static void send(ServerResponse response, Object body) {
        try {
            response.header(HeaderNames.CONTENT_TYPE, "application/json").send(MAPPER.writeValueAsBytes(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
