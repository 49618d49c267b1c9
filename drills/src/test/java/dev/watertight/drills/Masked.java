package dev.watertight.drills;

import dev.watertight.drills.secrets.Canaries;
import dev.watertight.drills.secrets.Kind;
import dev.watertight.drills.traces.Span;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A span that holds what no span may hold, sent the way that all spans go: by the collector, which shall mask it. */
final class Masked {
    private final String trace = UUID.randomUUID().toString().replace("-", "");

    Masked(Canaries canaries) {
        var attributes = Map.of(
                "user.password", canary(canaries, "%s"),
                "http.request.header.authorization", canary(canaries, "%s"),
                "note", canary(canaries, "logged in with Bearer %s"),
                "customer", canary(canaries, "canary.%s@example.com"),
                "value", canary(canaries, "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiI.%s"),
                "card", canaries.hatchCard("a masked card", ""));
        send(attributes, canary(canaries, "Duplicate entry '%s@example.com' for key 'email'"));
    }

    /** What it says once it is in the store; nothing before. */
    List<Span> stored() {
        return new Traces().trace(trace).spans();
    }

    private static String canary(Canaries canaries, String template) {
        return canaries.hatch(Kind.SECRET, template, "a masked " + template, "");
    }

    private void send(Map<String, String> attributes, String message) {
        var now = System.currentTimeMillis();
        var span = """
            {"resourceSpans":[{"resource":{"attributes":[%s]},"scopeSpans":[{"spans":[{
            "traceId":"%s","spanId":"%s","name":"masked","kind":1,
            "startTimeUnixNano":"%d000000","endTimeUnixNano":"%d000000","attributes":[%s],
            "events":[{"timeUnixNano":"%d000000","name":"exception","attributes":[%s]}],
            "status":{"code":2}}]}]}]}\
            """.formatted(
                        attribute("service.name", "planted"),
                        trace,
                        trace.substring(16),
                        now,
                        now + 1,
                        attributes.entrySet().stream()
                                .map(entry -> attribute(entry.getKey(), entry.getValue()))
                                .collect(Collectors.joining(",")),
                        now,
                        attribute("exception.message", message));
        var port = Part.named("otel-collector").port();
        var reply = new Http(URI.create("http://127.0.0.1:" + port)).post("/v1/traces", span);
        if (reply.status() != 200) {
            throw new AssertionError("the collector: " + reply.status() + " " + reply.body());
        }
    }

    private static String attribute(String name, String value) {
        return "{\"key\":\"%s\",\"value\":{\"stringValue\":\"%s\"}}".formatted(name, value);
    }
}
