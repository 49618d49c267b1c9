package dev.watertight.drills.oncall;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Whoever is on call: is told of alerts by webhooks, and remembers them.
 *
 * @see <a href="https://prometheus.io/docs/alerting/latest/configuration/#webhook_config">Alertmanager's webhook</a>
 */
public final class Pager implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int ACCEPTED = 204;

    private final HttpServer server;
    private final Consumer<Message> told;
    private final List<Message> messages = new CopyOnWriteArrayList<>();

    /** @param told hears every message at once */
    public Pager(Consumer<Message> told) {
        this.told = told;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::note);
        server.start();
    }

    /**
     * One message of Alertmanager.
     *
     * @param receiver who is to be told: {@code pages} or {@code tickets}
     * @param group what its alerts have in common; there is one message for each, and more when it grows
     * @param firing those that fire, by their labels; none once all are over
     */
    public record Message(String receiver, Map<String, String> group, List<Map<String, String>> firing) {
        public boolean isPage() {
            return receiver.equals("pages") && !firing.isEmpty();
        }
    }

    /** Where messages for that receiver are taken. */
    public URI address(String receiver) {
        return URI.create("http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), receiver));
    }

    /** All up to now, in the order they came. */
    public List<Message> messages() {
        return List.copyOf(messages);
    }

    /** Forgets what was told so far. */
    public void clear() {
        messages.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void note(HttpExchange exchange) throws IOException {
        try (exchange) {
            var json = MAPPER.readTree(exchange.getRequestBody());
            var message = new Message(json.path("receiver").asText(), labels(json.path("groupLabels")), firing(json));
            messages.add(message);
            told.accept(message);
            exchange.sendResponseHeaders(ACCEPTED, -1);
        }
    }

    private static List<Map<String, String>> firing(JsonNode json) {
        return json.path("alerts")
                .valueStream()
                .filter(alert -> alert.path("status").asText().equals("firing"))
                .map(alert -> labels(alert.path("labels")))
                .toList();
    }

    private static Map<String, String> labels(JsonNode labels) {
        var read = new LinkedHashMap<String, String>();
        labels.properties()
                .forEach(label -> read.put(label.getKey(), label.getValue().asText()));
        return Map.copyOf(read);
    }
}
