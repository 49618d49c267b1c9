package dev.watertight.drills.isolation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is declared before anything is broken, for every fault and every journey.
 *
 * @param rows in the order of the file
 */
public record Matrix(List<String> journeys, List<Row> rows) {
    private static final String UNNAMED = "unaffected";

    /**
     * @param fault as {@code ./watertight fault} takes it
     * @param cells by journey
     * @param longHoldSeconds how long it holds in a long run, if that is said
     */
    public record Row(String fault, Map<String, Expectation> cells, int longHoldSeconds) {}

    private record File(
            List<String> journeys, Map<String, Map<String, String>> faults, Map<String, Integer> longHoldSeconds) {}

    public static Matrix in(Path yaml) {
        var mapper = YAMLMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .build();
        try {
            return of(mapper.readValue(yaml.toFile(), File.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(yaml + ":\n" + e.getMessage(), e);
        }
    }

    private static Matrix of(File file) {
        var problems = new ArrayList<String>();
        file.longHoldSeconds().keySet().stream()
                .filter(fault -> !file.faults().containsKey(fault))
                .forEach(fault -> problems.add("'%s' shall be held longer but is no fault here".formatted(fault)));
        var rows = new ArrayList<Row>();
        file.faults().forEach((fault, cells) -> {
            var expected = expectations(file.journeys(), fault, cells, problems);
            rows.add(new Row(fault, expected, file.longHoldSeconds().getOrDefault(fault, 0)));
        });
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        return new Matrix(file.journeys(), rows);
    }

    private static Map<String, Expectation> expectations(
            List<String> journeys, String fault, Map<String, String> cells, List<String> problems) {
        var expected = new LinkedHashMap<String, Expectation>();
        cells.keySet().stream()
                .filter(journey -> !journeys.contains(journey))
                .forEach(journey -> problems.add("%s: there is no journey '%s'".formatted(fault, journey)));
        for (var journey : journeys) {
            try {
                expected.put(journey, Expectation.of(cells.getOrDefault(journey, UNNAMED)));
            } catch (IllegalArgumentException e) {
                problems.add("%s, %s: %s".formatted(fault, journey, e.getMessage()));
            }
        }
        return expected;
    }
}
