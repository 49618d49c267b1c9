package dev.watertight.chassis.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record of settings from the environment ({@code SHOP_HTTP_PUBLIC_PORT}) over a YAML file named by
 * {@code SHOP_CONFIG} ({@code http: {public-port: 0}}). A key nobody knows, one without a value and one that is missing all
 * stop the start.
 */
public final class Settings {
    private static final String PREFIX = "SHOP_";
    private static final String FILE = "SHOP_CONFIG";

    private final Map<String, String> values;

    private Settings(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads {@code type} from the environment and the file it names.
     *
     * @param others records whose keys may be set as well, because another command of the same service reads them
     * @throws SettingsException when a key is unknown, missing or malformed
     */
    @SafeVarargs
    public static <R extends Record> R read(
            Class<R> type, Map<String, String> environment, Class<? extends Record>... others) {
        var known = new HashSet<>(SettingsRecord.keys(type));
        for (var other : others) {
            known.addAll(SettingsRecord.keys(other));
        }
        var values = new HashMap<String, String>();
        Optional.ofNullable(environment.get(FILE)).ifPresent(file -> values.putAll(fromFile(Path.of(file), known)));
        values.putAll(fromEnvironment(environment, known));
        return SettingsRecord.build(type, "", new Settings(values));
    }

    String text(String key, @Nullable String fallback) {
        return Optional.ofNullable(values.get(key))
                .or(() -> Optional.ofNullable(fallback))
                .orElseThrow(() ->
                        new SettingsException("Missing configuration key '%s': set %s or '%s' in the file named by %s."
                                .formatted(key, variable(key), key, FILE)));
    }

    Secret secret(String key, @Nullable String fallback) {
        var file = values.get(key + "-file");
        if (file == null) {
            return new Secret(text(key, fallback));
        }
        try {
            return new Secret(Files.readString(Path.of(file)).strip());
        } catch (IOException e) {
            throw new SettingsException(
                    "Cannot read the file of configuration key '%s-file': %s.".formatted(key, file));
        }
    }

    private static Map<String, String> fromEnvironment(Map<String, String> environment, Set<String> known) {
        var byVariable = new TreeMap<String, String>();
        known.forEach(key -> byVariable.put(variable(key), key));
        var values = new HashMap<String, String>();
        environment.forEach((variable, value) -> {
            if (variable.startsWith(PREFIX) && !variable.equals(FILE)) {
                var key = byVariable.get(variable);
                if (key == null) {
                    throw unknown("environment variable", variable, byVariable.keySet());
                }
                values.put(key, value);
            }
        });
        return values;
    }

    private static Map<String, String> fromFile(Path file, Set<String> known) {
        var values = new HashMap<String, String>();
        try {
            flatten("", new YAMLMapper().readTree(Files.readString(file)), values);
        } catch (JsonProcessingException e) {
            throw new SettingsException(
                    "The configuration file %s is not YAML: %s".formatted(file, e.getOriginalMessage()));
        } catch (IOException e) {
            throw new SettingsException("Cannot read the configuration file %s named by %s.".formatted(file, FILE));
        } catch (UncheckedIOException e) {
            throw new SettingsException("Cannot read the configuration file %s.".formatted(file));
        }
        values.keySet().stream().filter(key -> !known.contains(key)).findFirst().ifPresent(key -> {
            throw unknown("configuration key", key, known);
        });
        return values;
    }

    private static void flatten(String key, JsonNode node, Map<String, String> values) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> flatten(
                            key.isEmpty() ? entry.getKey() : key + "." + entry.getKey(), entry.getValue(), values));
        } else if (node.isArray() || node.isNull()) {
            throw new SettingsException("Configuration key '%s' takes a value, not %s."
                    .formatted(key, node.isArray() ? "a list" : "nothing"));
        } else if (!node.isMissingNode()) {
            values.put(key, node.asText());
        }
    }

    private static SettingsException unknown(String what, String name, Collection<String> known) {
        var distance = LevenshteinDistance.getDefaultInstance();
        var nearest = known.stream().min(Comparator.comparing(key -> distance.apply(key, name)));
        return new SettingsException("Unknown %s '%s'%s."
                .formatted(
                        what,
                        name,
                        nearest.map("; did you mean '%s'?"::formatted).orElse("")));
    }

    private static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    static List<String> withFile(String key) {
        return Stream.of(key, key + "-file").toList();
    }
}
