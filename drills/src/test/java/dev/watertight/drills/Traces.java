package dev.watertight.drills;

import com.fasterxml.jackson.databind.JsonNode;
import dev.watertight.drills.traces.Span;
import dev.watertight.drills.traces.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the trace store has. */
final class Traces {
    /** Enough for what a drill leaves, and little enough to be read at once. */
    private static final int MOST = 3_000;

    /** Of which no drill leaves so many. */
    private static final int WINDOW_SECONDS = 2;

    private final Http zipkin = new Http(Addresses.zipkin());

    /** All spans of a trace, none while it has not arrived. */
    Trace trace(String traceId) {
        var reply = zipkin.get("/zipkin/api/v2/trace/" + traceId);
        return reply.status() == 200 ? trace(reply.json()) : new Trace(List.of());
    }

    /** Those of the last ten minutes with a span about that order. */
    List<Trace> ofOrder(String orderId) {
        return found("annotationQuery=order.id=%s&limit=20&lookback=600000".formatted(orderId));
    }

    /** The latest of those that began in that time. */
    List<Trace> between(Instant from, Instant until) {
        return found(window(from, until));
    }

    /** Every span, as the store tells it, of traces that began at {@code start} or later. */
    Stream<JsonNode> since(Instant start) {
        var now = Instant.now();
        return Stream.iterate(start, begin -> begin.isBefore(now), begin -> begin.plusSeconds(WINDOW_SECONDS))
                .flatMap(begin -> all(begin, begin.plusSeconds(WINDOW_SECONDS)));
    }

    /** Stores spans as a service of somebody else might, in Zipkin's own words. */
    void store(String json) {
        var reply = zipkin.post("/api/v2/spans", json);
        if (reply.status() != 202) {
            throw new AssertionError(reply.status() + ": " + reply.body());
        }
    }

    private Stream<JsonNode> all(Instant from, Instant until) {
        var traces = json(window(from, until));
        if (traces.size() == MOST) {
            throw new AssertionError("more than %d traces until %s: some were not told".formatted(MOST, until));
        }
        return traces.valueStream().flatMap(JsonNode::valueStream);
    }

    private static String window(Instant from, Instant until) {
        var lookback = Duration.between(from, until).toMillis();
        return "limit=%d&endTs=%d&lookback=%d".formatted(MOST, until.toEpochMilli(), lookback);
    }

    private List<Trace> found(String query) {
        var traces = new ArrayList<Trace>();
        json(query).forEach(spans -> traces.add(trace(spans)));
        return traces;
    }

    private JsonNode json(String query) {
        return zipkin.get("/zipkin/api/v2/traces?" + query).json();
    }

    private static Trace trace(JsonNode json) {
        var spans = new ArrayList<Span>();
        json.forEach(span -> spans.add(Span.of(span)));
        return new Trace(spans);
    }
}
