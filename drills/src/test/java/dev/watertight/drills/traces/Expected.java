package dev.watertight.drills.traces;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A span that is declared, and all that are to be below it.
 *
 * @param times so many of them, or more, beside each other
 * @param statements so many of them, or more, right below it; {@link #NONE} if there may be none
 */
public record Expected(Label label, int times, int statements, List<Expected> children) {
    static final int NONE = -1;

    private static final String TIMES = "times";
    private static final String STATEMENTS = "sql";

    public Expected {
        children = List.copyOf(children);
    }

    /** The traces that a file declares, by their names. */
    public static Map<String, Expected> in(Path yaml) {
        var traces = new LinkedHashMap<String, Expected>();
        try {
            for (var trace : read(yaml).properties()) {
                traces.put(trace.getKey(), root(trace.getKey(), trace.getValue()));
            }
        } catch (YAMLException | IllegalArgumentException e) {
            throw new IllegalArgumentException(yaml + ": " + e.getMessage(), e);
        }
        return traces;
    }

    /** Not by Jackson, whose trees know no anchors. */
    private static JsonNode read(Path yaml) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (var text = Files.newBufferedReader(yaml)) {
            return new ObjectMapper().valueToTree(new Yaml(options).load(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Expected root(String trace, JsonNode declared) {
        var roots = spans(declared);
        if (roots.size() != 1) {
            throw new IllegalArgumentException("'%s' has %d roots".formatted(trace, roots.size()));
        }
        return roots.getFirst();
    }

    private static List<Expected> spans(JsonNode declared) {
        var spans = new ArrayList<Expected>();
        for (var span : declared.properties()) {
            if (!span.getKey().equals(TIMES) && !span.getKey().equals(STATEMENTS)) {
                spans.add(span(span.getKey(), span.getValue()));
            }
        }
        return spans;
    }

    private static Expected span(String label, JsonNode below) {
        if (!below.isObject()) {
            throw new IllegalArgumentException("'%s': {} says that there is nothing below it".formatted(label));
        }
        return new Expected(
                Label.of(label),
                below.path(TIMES).asInt(1),
                below.path(STATEMENTS).asInt(NONE),
                spans(below));
    }
}
