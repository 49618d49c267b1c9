package dev.watertight.drills.isolation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is declared before anything is broken, for every fault and every journey.
 *
 * @param rows in the order of the file
 */
public record Matrix(List<String> journeys, List<Row> rows) {
    private static final String UNNAMED = "unaffected";
    private static final String FAULTS =
            "kill PART, pause PART, slow PART [--cpu N], cut LINK, delay LINK [--ms N], reset LINK [--percent N]";
    private static final String PART = "[a-z0-9-]+";
    private static final String LINK = PART + ":" + PART;
    private static final String NUMBER = "[1-9]\\d*";
    private static final Pattern FAULT = Pattern.compile("(kill|pause) %1$s|slow %1$s( --cpu %3$s)?"
            .concat("|cut %2$s|delay %2$s( --ms %3$s)?|reset %2$s( --percent %3$s)?")
            .formatted(PART, LINK, NUMBER));

    /**
     * @param fault as {@code ./watertight fault} takes it
     * @param cells by journey
     * @param longHoldSeconds how long it holds in a long run, if that is said
     */
    public record Row(String fault, Map<String, Expectation> cells, int longHoldSeconds) {
        /** What it befalls: a service or a part, of a link both of its ends. */
        public List<String> targets() {
            return List.of(fault.split(" ", -1)[1].split(":", -1));
        }
    }

    /** Of what may be left empty in YAML the node, as that says so. */
    private record File(List<String> journeys, Map<String, JsonNode> faults, Map<String, JsonNode> longHoldSeconds) {}

    public static Matrix in(Path yaml) {
        var mapper = YAMLMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
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
        var holds = longHolds(file, problems);
        var rows = new ArrayList<Row>();
        file.faults().forEach((fault, cells) -> {
            requireFault(fault, problems);
            var expected = expectations(file.journeys(), fault, cells, problems);
            rows.add(new Row(fault, expected, holds.getOrDefault(fault, 0)));
        });
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        return new Matrix(file.journeys(), rows);
    }

    private static Map<String, Integer> longHolds(File file, List<String> problems) {
        var seconds = new LinkedHashMap<String, Integer>();
        file.longHoldSeconds().forEach((fault, hold) -> {
            if (!file.faults().containsKey(fault)) {
                problems.add("'%s' shall be held longer but is no fault here".formatted(fault));
            }
            if (!hold.isInt()) {
                problems.add("'%s' shall be held longer: %s is no number of seconds".formatted(fault, hold));
            }
            seconds.put(fault, hold.asInt());
        });
        return seconds;
    }

    /** Else it would be found when its turn comes, perhaps after half an hour. */
    private static void requireFault(String fault, List<String> problems) {
        if (!FAULT.matcher(fault).matches()) {
            problems.add("'%s' is none of: %s".formatted(fault, FAULTS));
        }
    }

    private static Map<String, Expectation> expectations(
            List<String> journeys, String fault, JsonNode cells, List<String> problems) {
        var expected = new LinkedHashMap<String, Expectation>();
        if (!cells.isObject()) {
            problems.add("%s: names no journeys; {} says that it befalls none".formatted(fault));
        }
        cells.fieldNames().forEachRemaining(journey -> {
            if (!journeys.contains(journey)) {
                problems.add("%s: there is no journey '%s'".formatted(fault, journey));
            }
        });
        for (var journey : journeys) {
            try {
                expected.put(journey, Expectation.of(text(cells, journey)));
            } catch (IllegalArgumentException e) {
                problems.add("%s, %s: %s".formatted(fault, journey, e.getMessage()));
            }
        }
        return expected;
    }

    /** Empty where nothing is said of a journey that is named. */
    private static String text(JsonNode cells, String journey) {
        var cell = cells.path(journey);
        if (cell.isMissingNode()) {
            return UNNAMED;
        }
        return cell.isTextual() ? cell.asText() : "";
    }
}
