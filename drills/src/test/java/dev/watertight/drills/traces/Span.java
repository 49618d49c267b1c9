package dev.watertight.drills.traces;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One span, as Zipkin keeps it.
 *
 * @param parentId empty if it has none
 * @param start in microseconds since the epoch
 * @param end of the same clock
 */
public record Span(
        String traceId, String id, String parentId, Label label, long start, long end, Map<String, String> tags) {
    /** Zipkin has no kind for what happens inside a service. */
    private static final String INTERNAL = "internal";

    public Span {
        tags = Map.copyOf(tags);
    }

    /** @param json of Zipkin's API, version 2 */
    public static Span of(JsonNode json) {
        var tags = new LinkedHashMap<String, String>();
        json.path("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        var label = new Label(
                json.at("/localEndpoint/serviceName").asText(),
                json.path("kind").asText(INTERNAL).toLowerCase(Locale.ROOT),
                json.path("name").asText(),
                tags.containsKey("error") ? tags.getOrDefault("error.type", "?") : "");
        var start = json.path("timestamp").asLong();
        return new Span(
                json.path("traceId").asText(),
                json.path("id").asText(),
                json.path("parentId").asText(),
                label,
                start,
                start + json.path("duration").asLong(),
                tags);
    }

    boolean isRoot() {
        return parentId.isEmpty();
    }

    boolean isStatement() {
        return tags.containsKey("db.system.name");
    }

    /** Whether it is linked to a span of that trace: Zipkin knows no links, so the collector makes a tag of each. */
    public boolean isLinkedTo(String otherTraceId) {
        return tags.getOrDefault("otlp.link.0", "").startsWith(otherTraceId + "|");
    }

    /** The status of the answer; 0 if there was none. */
    int status() {
        return Integer.parseInt(tags.getOrDefault("http.response.status_code", "0"));
    }
}
