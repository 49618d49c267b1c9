package dev.watertight.drills.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the workload {@code journeys} saw, read from k6's CSV.
 *
 * @param dropped when k6 could not send what it should have, in milliseconds since the epoch
 */
public record Samples(List<Sample> all, List<Long> dropped) {
    private static final String SEEN = "seen=";

    public Samples {
        all = List.copyOf(all);
        dropped = List.copyOf(dropped);
    }

    /** Reads what is there; a line that is not yet whole is left for the next time. */
    public static Samples in(Path csv) {
        try {
            var text = Files.exists(csv) ? Files.readString(csv) : "";
            return read(text.substring(0, text.lastIndexOf('\n') + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of one journey. */
    public List<Sample> of(String journey) {
        return all.stream().filter(sample -> sample.journey().equals(journey)).toList();
    }

    static Samples read(String csv) {
        var lines = csv.lines().map(line -> List.of(line.split(",", -1))).toList();
        var samples = new ArrayList<Sample>();
        var dropped = new ArrayList<Long>();
        if (lines.isEmpty()) {
            return new Samples(samples, dropped);
        }
        var header = lines.getFirst();
        for (var line : lines) {
            var time = line.get(header.indexOf("timestamp"));
            switch (line.getFirst()) {
                case "journey_duration" -> samples.add(sample(header, line, Long.parseLong(time)));
                case "dropped_iterations" -> dropped.add(Long.parseLong(time));
                default -> {
                    // k6 writes all its metrics; these two are what customers saw.
                }
            }
        }
        return new Samples(samples, dropped);
    }

    private static Sample sample(List<String> header, List<String> line, long endMillis) {
        var millis = Math.round(Double.parseDouble(line.get(header.indexOf("metric_value"))));
        var seen = seen(line.get(header.indexOf("extra_tags")));
        return new Sample(line.get(header.indexOf("scenario")), endMillis - millis, millis, seen);
    }

    /** Of its tags, in any order, the one that is ours. */
    private static String seen(String tags) {
        return Arrays.stream(tags.split("&", -1))
                .filter(tag -> tag.startsWith(SEEN))
                .map(tag -> tag.substring(SEEN.length()))
                .findFirst()
                .orElse("");
    }
}
