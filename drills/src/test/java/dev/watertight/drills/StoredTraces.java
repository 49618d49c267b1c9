package dev.watertight.drills;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Which spans of a service the trace store has of many traces. */
final class StoredTraces {
    /** In one question, whose path holds their ids. */
    private static final int AT_ONCE = 100;

    private final Http zipkin = new Http(Addresses.zipkin());
    private final String service;

    StoredTraces(String service) {
        this.service = service;
    }

    /** How many of them it has anything of. */
    long kept(List<String> traceIds) {
        return names(traceIds).size();
    }

    /** How many spans are missing, of those that each trace must have, in the traces that it has anything of. */
    long missing(List<String> traceIds, List<String> each) {
        return names(traceIds).values().stream()
                .mapToLong(names -> lost(names, each))
                .sum();
    }

    private static long lost(List<String> names, List<String> expected) {
        var left = new ArrayList<>(names);
        return expected.stream().filter(name -> !left.remove(name)).count();
    }

    private Map<String, List<String>> names(List<String> traceIds) {
        var found = new HashMap<String, List<String>>();
        for (var from = 0; from < traceIds.size(); from += AT_ONCE) {
            var some = traceIds.subList(from, Math.min(from + AT_ONCE, traceIds.size()));
            zipkin.get("/zipkin/api/v2/traceMany?traceIds=" + String.join(",", some))
                    .json()
                    .forEach(trace -> found.put(trace.at("/0/traceId").asText(), names(trace)));
        }
        found.values().removeIf(List::isEmpty);
        return found;
    }

    private List<String> names(JsonNode trace) {
        return StreamSupport.stream(trace.spliterator(), false)
                .filter(span -> span.at("/localEndpoint/serviceName").asText().equals(service))
                .map(span -> span.path("name").asText())
                .toList();
    }
}
