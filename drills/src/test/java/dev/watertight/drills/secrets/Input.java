package dev.watertight.drills.secrets;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something that an operation takes.
 *
 * @param name of a field of the body with those around it, as {@code lines.quantity}
 * @param schema what it may be
 */
public record Input(In in, String name, JsonNode schema) {
    public enum In {
        PATH,
        QUERY,
        HEADER,
        BODY
    }

    public boolean isNumber() {
        return schema.path("type").asText().equals("integer");
    }

    public boolean isId() {
        return schema.path("format").asText().equals("uuid");
    }

    public boolean isEmail() {
        return schema.path("format").asText().equals("email");
    }
}
