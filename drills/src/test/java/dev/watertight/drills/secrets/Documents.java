package dev.watertight.drills.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.watertight.drills.secrets.Input.In;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What all services say that they do, in openapi.yaml. */
public final class Documents {
    private static final YAMLMapper MAPPER = new YAMLMapper();
    /** Where the edge is, for who reads a document. */
    private static final String EDGE = "http://localhost:8080";

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch");

    private Documents() {}

    /** @param services the folder they lie in; who has no document takes nothing from anybody */
    public static List<Operation> operations(Path services) {
        try (var folders = Files.list(services)) {
            return folders.sorted()
                    .filter(folder -> Files.exists(document(folder)))
                    .flatMap(folder -> operations(folder.getFileName().toString(), read(document(folder))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path document(Path service) {
        return service.resolve("src/main/resources/openapi.yaml");
    }

    private static JsonNode read(Path yaml) {
        try {
            var document = MAPPER.readTree(yaml.toFile());
            return whole(document, document);
        } catch (IOException e) {
            throw new UncheckedIOException(yaml.toString(), e);
        }
    }

    /** With what it refers to in the place of each reference. */
    private static JsonNode whole(JsonNode node, JsonNode document) {
        if (node.has("$ref")) {
            return whole(document.at(node.path("$ref").asText().substring(1)), document);
        }
        if (node instanceof ObjectNode object) {
            var copy = MAPPER.createObjectNode();
            object.properties().forEach(field -> copy.set(field.getKey(), whole(field.getValue(), document)));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            var copy = MAPPER.createArrayNode();
            array.forEach(item -> copy.add(whole(item, document)));
            return copy;
        }
        return node;
    }

    private static Stream<Operation> operations(String service, JsonNode document) {
        var server = server(document, "");
        return document.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .map(method -> operation(service, path, method.getKey(), server)));
    }

    private static Operation operation(
            String service, Map.Entry<String, JsonNode> path, String method, String usualServer) {
        var item = path.getValue();
        var operation = item.path(method);
        return new Operation(
                service,
                service + "." + operation.path("operationId").asText(),
                method.toUpperCase(Locale.ROOT),
                path.getKey(),
                server(item, usualServer).equals(EDGE),
                Stream.of(item, operation)
                        .flatMap(part -> parameters(part).stream())
                        .toList(),
                operation.at("/requestBody/content/application~1json/schema"));
    }

    private static String server(JsonNode part, String otherwise) {
        return part.at("/servers/0/url").asText(otherwise);
    }

    private static List<Input> parameters(JsonNode part) {
        var inputs = new ArrayList<Input>();
        part.path("parameters")
                .forEach(parameter -> inputs.add(new Input(
                        In.valueOf(parameter.path("in").asText().toUpperCase(Locale.ROOT)),
                        parameter.path("name").asText(),
                        parameter.path("schema"))));
        return inputs;
    }
}
