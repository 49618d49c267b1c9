package dev.watertight.drills.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.watertight.drills.secrets.Input.In;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that a service does when it is asked, as its openapi.yaml says.
 *
 * @param name of the service and the operation, as {@code order.placeOrder}
 * @param isPublic whether it is asked for at the edge
 * @param parameters what stands in the path, the query and headers
 * @param body its schema; missing when there is none
 */
public record Operation(
        String service,
        String name,
        String method,
        String path,
        boolean isPublic,
        List<Input> parameters,
        JsonNode body) {

    public boolean hasBody() {
        return !body.isMissingNode();
    }

    public List<Input> inputs() {
        var inputs = new ArrayList<>(parameters);
        addFields("", body, inputs);
        return inputs;
    }

    private static void addFields(String name, JsonNode schema, List<Input> fields) {
        if (schema.has("properties")) {
            schema.path("properties")
                    .properties()
                    .forEach(field -> addFields(inside(name, field.getKey()), field.getValue(), fields));
        } else if (schema.has("items")) {
            addFields(name, schema.path("items"), fields);
        } else if (!name.isEmpty()) {
            fields.add(new Input(In.BODY, name, schema));
        }
    }

    static String inside(String name, String field) {
        return name.isEmpty() ? field : name + "." + field;
    }
}
