package dev.watertight.drills.oncall;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What causes an alert, and what ends it.
 *
 * @param alert its name
 * @param cause as {@code ./watertight fault} takes it
 * @param firesWithin seconds, from the cause
 * @param mendedBy the step of the runbook that mends it, from 1
 * @param endsWithin seconds, from that step
 */
public record Incident(String alert, String cause, int firesWithin, int mendedBy, int endsWithin) {
    /** What the file leaves out comes as null, or 0. */
    public Incident {
        if (alert == null || cause == null || firesWithin < 1 || mendedBy < 1 || endsWithin < 1) {
            throw new IllegalArgumentException(
                    "needs alert, cause, firesWithin, mendedBy and endsWithin, all from 1 on");
        }
    }

    /** All, in the order of the file; what is wrong in it is told with its line. */
    public static List<Incident> in(Path yaml) {
        var mapper = YAMLMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .build();
        try {
            return mapper.readValue(yaml.toFile(), new TypeReference<List<Incident>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("%s: %s".formatted(yaml, e.getMessage()), e);
        }
    }

    /** The words after {@code ./watertight}: it is done once, and then left to whoever is on call. */
    public List<String> causing() {
        return Stream.of(Stream.of("fault"), Stream.of(cause.split(" ")), Stream.of("--once"))
                .flatMap(words -> words)
                .toList();
    }
}
