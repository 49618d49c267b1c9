package dev.watertight.drills.collector;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

/** Takes traces in place of Zipkin, and remembers their spans' ids and tags. */
public final class Store implements AutoCloseable {
    private static final int ACCEPTED = 202;

    private final Set<String> traces = ConcurrentHashMap.newKeySet();
    private final Map<String, Span> spans = new ConcurrentHashMap<>();
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
        return spans.containsKey(id);
    }

    /** Of a span that it has: what it carries by that name, or nothing. */
    public String tagOf(String span, String name) {
        return Objects.requireNonNull(spans.get(span), span).tags().getOrDefault(name, "");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            for (var span : SpanBytesDecoder.PROTO3.decodeList(body)) {
                traces.add(span.traceId());
                spans.put(span.id(), span);
            }
            exchange.sendResponseHeaders(ACCEPTED, -1);
        }
    }
}
