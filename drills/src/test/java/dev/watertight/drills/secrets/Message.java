package dev.watertight.drills.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.watertight.drills.secrets.Input.In;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is sent to have something done.
 *
 * @param target path and query
 * @param headers those that the operation takes
 * @param body empty for none
 */
public record Message(String target, Map<String, String> headers, String body) {
    private static final int TOO_MANY = 70_000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What to fill an operation's inputs with. */
    public interface Filling {
        /** What has to be there, such as the id of what is asked for. */
        Optional<String> given(String input);

        /** Anything that is of the right form, or of a wrong one. */
        String text(Input input, boolean isFine);

        /** The name of a field that nobody knows, and what is in it. */
        Map.Entry<String, String> unknownField();
    }

    public static Message of(Operation operation, Form form, Filling filling) {
        return new Writer(form, filling).message(operation);
    }

    private record Writer(Form form, Filling filling) {
        Message message(Operation operation) {
            return new Message(
                    path(operation) + query(operation),
                    values(operation, In.HEADER),
                    operation.hasBody() ? text(body(operation.body(), "")) : "");
        }

        private String path(Operation operation) {
            var path = operation.path();
            for (var value : values(operation, In.PATH).entrySet()) {
                path = path.replace("{" + value.getKey() + "}", value.getValue());
            }
            return path;
        }

        private String query(Operation operation) {
            var values = values(operation, In.QUERY);
            return values.isEmpty()
                    ? ""
                    : "?"
                            + values.entrySet().stream()
                                    .map(value -> value.getKey() + "="
                                            + URLEncoder.encode(value.getValue(), StandardCharsets.UTF_8))
                                    .collect(Collectors.joining("&"));
        }

        private Map<String, String> values(Operation operation, In in) {
            var values = new LinkedHashMap<String, String>();
            operation.parameters().stream()
                    .filter(input -> input.in() == in)
                    .forEach(input -> values.put(input.name(), value(input)));
            return values;
        }

        private JsonNode body(JsonNode schema, String name) {
            if (schema.has("properties")) {
                var object = JSON.objectNode();
                schema.path("properties")
                        .properties()
                        .forEach(field -> object.set(
                                field.getKey(), body(field.getValue(), Operation.inside(name, field.getKey()))));
                return object;
            }
            if (schema.has("items")) {
                return JSON.arrayNode().add(body(schema.path("items"), name));
            }
            var input = new Input(In.BODY, name, schema);
            return input.isNumber() && !form.isWrong(In.BODY)
                    ? JSON.numberNode(Long.parseLong(value(input)))
                    : JSON.textNode(value(input));
        }

        private String value(Input input) {
            if (form.isWrong(input.in())) {
                return filling.text(input, false);
            }
            return filling.given(input.name()).orElseGet(() -> input.isNumber() ? "1" : filling.text(input, true));
        }

        private String text(JsonNode body) {
            return switch (form) {
                case FINE, WRONG_TYPES, ELSEWHERE, NOT_JSON, ENCODED, MISLED, FORGED -> body.toString();
                case UNKNOWN_FIELD -> withUnknownField(body);
                case BROKEN_JSON -> body.toString().substring(0, body.toString().length() - 1);
                case TOO_LONG -> body + " ".repeat(TOO_MANY);
            };
        }

        private String withUnknownField(JsonNode body) {
            var field = filling.unknownField();
            return ((ObjectNode) body).put(field.getKey(), field.getValue()).toString();
        }
    }
}
