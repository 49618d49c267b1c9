package dev.watertight.drills.collector;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Takes traces in place of Zipkin, and remembers their spans' ids. */
public final class Store implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int ACCEPTED = 202;

    private final Set<String> traces = ConcurrentHashMap.newKeySet();
    private final Set<String> spans = ConcurrentHashMap.newKeySet();
    private final HttpServer server;

    /** Listens where the collector was told that it would. */
    public Store(URI address) {
        try {
            this.server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.start();
    }

    public boolean hasTrace(String id) {
        return traces.contains(id);
    }

    public boolean hasSpan(String id) {
        return spans.contains(id);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            for (var span : MAPPER.readTree(exchange.getRequestBody())) {
                traces.add(span.path("traceId").asText());
                spans.add(span.path("id").asText());
            }
            exchange.sendResponseHeaders(ACCEPTED, -1);
        }
    }
}
