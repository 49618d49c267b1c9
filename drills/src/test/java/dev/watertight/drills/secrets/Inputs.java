package dev.watertight.drills.secrets;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is declared of everything that a client can send.
 *
 * @param headers of every request
 * @param rest what no document names
 * @param services for each the kinds of what its operations take
 */
public record Inputs(Map<String, Header> headers, Map<String, Kind> rest, Map<String, Map<String, Kind>> services) {
    /**
     * How a header is sent.
     *
     * @param template with {@code %s} for the canary
     */
    public record Header(Kind kind, String template) {
        static Header of(String text) {
            var words = text.split(" ", 2);
            return new Header(Inputs.kind(words[0]), words.length == 1 ? "canary-%s" : words[1]);
        }
    }

    private record File(
            Map<String, String> headers, Map<String, String> rest, Map<String, Map<String, String>> services) {}

    public static Inputs in(Path yaml) {
        var mapper = YAMLMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .build();
        try {
            var file = mapper.readValue(yaml.toFile(), File.class);
            var headers = new LinkedHashMap<String, Header>();
            file.headers().forEach((name, text) -> headers.put(name, Header.of(text)));
            var services = new LinkedHashMap<String, Map<String, Kind>>();
            file.services().forEach((service, kinds) -> services.put(service, kinds(kinds)));
            return new Inputs(headers, kinds(file.rest()), services);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(yaml + ": " + e.getMessage(), e);
        }
    }

    /** Of something that no document names. */
    public Kind rest(String what) {
        return Objects.requireNonNull(rest.get(what), what);
    }

    public Kind kind(String service, String input) {
        return declared(service, input)
                .orElseThrow(() -> new IllegalArgumentException("secrets.yaml knows no " + input + " of " + service));
    }

    /** What the documents have and this has not, and the other way round. */
    public List<String> differences(List<Operation> operations) {
        var differences = new ArrayList<String>();
        var known = new HashSet<String>();
        for (var operation : operations) {
            for (var input : operation.inputs()) {
                known.add(operation.service() + " " + input.name());
                if (declared(operation.service(), input.name()).isEmpty()) {
                    differences.add("%s takes %s: of which kind is it?".formatted(operation.name(), input.name()));
                }
            }
        }
        services.forEach((service, kinds) -> unknown(service, kinds.keySet(), known, differences));
        return differences;
    }

    private static void unknown(String service, Set<String> declared, Set<String> known, List<String> differences) {
        declared.stream()
                .filter(input -> !known.contains(service + " " + input))
                .forEach(input -> differences.add("nothing of %s takes %s".formatted(service, input)));
    }

    private Optional<Kind> declared(String service, String input) {
        return Optional.ofNullable(services.getOrDefault(service, Map.of()).get(input));
    }

    private static Map<String, Kind> kinds(Map<String, String> texts) {
        var kinds = new LinkedHashMap<String, Kind>();
        texts.forEach((name, text) -> kinds.put(name, kind(text)));
        return kinds;
    }

    private static Kind kind(String text) {
        return Kind.valueOf(text.toUpperCase(Locale.ROOT));
    }
}
