package dev.watertight.drills;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What the trace store has. */
final class Traces {
    private final Http zipkin = new Http(Addresses.zipkin());

    /** One span of a trace. */
    record Span(String service, String name, String id, String parentId, JsonNode tags) {}

    /** All spans of a trace, none while it has not arrived. */
    List<Span> spans(String traceId) {
        var reply = zipkin.get("/zipkin/api/v2/trace/" + traceId);
        var spans = new ArrayList<Span>();
        if (reply.status() == 200) {
            reply.json()
                    .forEach(span -> spans.add(new Span(
                            span.at("/localEndpoint/serviceName").asText(),
                            span.path("name").asText(),
                            span.path("id").asText(),
                            span.path("parentId").asText(),
                            span.path("tags"))));
        }
        return spans;
    }
}
