package dev.watertight.drills;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Of which of many traces the trace store has what some services made. */
final class StoredTraces {
    /** In one question, whose path holds their ids. */
    private static final int AT_ONCE = 100;

    private final Http zipkin = new Http(Addresses.zipkin());
    private final List<String> services;

    StoredTraces(List<String> services) {
        this.services = List.copyOf(services);
    }

    /** How many of them it has a span of one of those services of. */
    long kept(List<String> traceIds) {
        long kept = 0;
        for (var from = 0; from < traceIds.size(); from += AT_ONCE) {
            var some = traceIds.subList(from, Math.min(from + AT_ONCE, traceIds.size()));
            kept += zipkin.get("/zipkin/api/v2/traceMany?traceIds=" + String.join(",", some))
                    .json()
                    .valueStream()
                    .filter(this::isOfThem)
                    .count();
        }
        return kept;
    }

    private boolean isOfThem(JsonNode trace) {
        return trace.valueStream()
                .anyMatch(span ->
                        services.contains(span.at("/localEndpoint/serviceName").asText()));
    }
}
