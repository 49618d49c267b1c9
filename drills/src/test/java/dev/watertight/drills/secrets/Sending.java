package dev.watertight.drills.secrets;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** One request, with canaries for everything that does not have to be what it is. */
public final class Sending implements Message.Filling {
    private static final String SHOPS_CURRENCY = "EUR";
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String CONTENT_ENCODING = "Content-Encoding";
    private static final String AUTHORIZATION = "Authorization";

    /** What a request has for a reason. */
    private static final Set<String> REASONED = Set.of(AUTHORIZATION, CONTENT_TYPE, CONTENT_ENCODING);

    /** Well-formed, so that somebody looks for the key. */
    private static final List<String> FORGED =
            List.of("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}", "{\"sub\":\"%s\"}", "signature %s");

    /**
     * What is sent.
     *
     * @param label tells it from all others
     * @param sender whose answer it will be
     */
    public record Request(Operation operation, Form form, String label, String sender) {}

    private final Inputs inputs;
    private final Canaries canaries;
    private final Request request;
    private final Map<String, String> given;

    /** @param given what has to be there, by the names of inputs */
    public Sending(Inputs inputs, Canaries canaries, Request request, Map<String, String> given) {
        this.inputs = inputs;
        this.canaries = canaries;
        this.request = request;
        this.given = given;
    }

    public Message message() {
        return Message.of(request.operation(), request.form(), this);
    }

    /** All but those that the operation asks for. */
    public Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        if (request.operation().isPublic()) {
            inputs.headers().keySet().stream()
                    .filter(name -> !REASONED.contains(name))
                    .forEach(name -> headers.put(name, header(name)));
        }
        if (request.operation().hasBody()) {
            headers.put(CONTENT_TYPE, "application/json");
        }
        switch (request.form()) {
            // Without a good one nobody reads a tracestate.
            case FINE -> headers.put("traceparent", traceparent());
            case NOT_JSON -> headers.put(CONTENT_TYPE, header(CONTENT_TYPE));
            case ENCODED -> headers.put(CONTENT_ENCODING, header(CONTENT_ENCODING));
            case MISLED -> headers.put(AUTHORIZATION, header(AUTHORIZATION));
            case FORGED -> headers.put(AUTHORIZATION, "Bearer " + forged());
            case WRONG_TYPES, ELSEWHERE, UNKNOWN_FIELD, BROKEN_JSON, TOO_LONG -> {}
        }
        return headers;
    }

    @Override
    public Optional<String> given(String input) {
        return input.endsWith("currency") ? Optional.of(SHOPS_CURRENCY) : Optional.ofNullable(given.get(input));
    }

    @Override
    public String text(Input input, boolean isFine) {
        var kind = inputs.kind(request.operation().service(), input.name());
        if (isFine && input.isId()) {
            return canaries.hatchId(kind, source(input.name()), request.sender());
        }
        return hatch(kind, input.isEmail() ? "canary-%s@example.com" : "canary-%s", input.name());
    }

    @Override
    public Map.Entry<String, String> unknownField() {
        return Map.entry(
                hatch(inputs.rest("field"), "canary-%s", "an unknown field"),
                hatch(inputs.rest("value"), "canary-%s", "the value of an unknown field"));
    }

    private String header(String name) {
        var header = Objects.requireNonNull(inputs.headers().get(name));
        return hatch(header.kind(), header.template(), name);
    }

    private String forged() {
        return FORGED.stream()
                .map(part -> hatch(Kind.SECRET, part, AUTHORIZATION).getBytes(StandardCharsets.UTF_8))
                .map(Base64.getUrlEncoder().withoutPadding()::encodeToString)
                .collect(Collectors.joining("."));
    }

    private String hatch(Kind kind, String template, String what) {
        return canaries.hatch(kind, template, source(what), request.sender());
    }

    private String source(String what) {
        return what + " of " + request.label();
    }

    private static String traceparent() {
        return "00-%s-00f067aa0ba902b7-01"
                .formatted(UUID.randomUUID().toString().replace("-", ""));
    }
}
