package dev.watertight.drills;

import dev.watertight.drills.isolation.Cell;
import dev.watertight.drills.isolation.Matrix;
import dev.watertight.drills.isolation.Phase;
import dev.watertight.drills.isolation.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Breaks one thing under steady load, heals it, and compares what customers saw with what was declared. */
final class Isolation {
    /** So many healthy answers of each journey come first. */
    private static final int FIRST = 3;

    private static final Duration AFTERWARDS = Duration.ofSeconds(10);

    private final Duration hold;
    private final int slower;

    /**
     * @param hold how long the fault holds
     * @param slower so many times as long may everything take
     */
    Isolation(Duration hold, int slower) {
        this.hold = hold;
        this.slower = slower;
    }

    /** @param csv where the samples go */
    Map<String, Cell> measure(Matrix.Row row, Path csv) {
        var longest = hold.plus(AFTERWARDS).plus(Duration.ofMinutes(3));
        Phase phase;
        try (var load = Workload.journeys(csv, longest)) {
            load.await(() -> row.cells().keySet().stream().allMatch(journey -> isAnswered(Samples.in(csv), journey)));
            phase = phase(row.fault());
            rest(AFTERWARDS);
            load.requireRunning();
        }
        var samples = Samples.in(csv);
        requireAllSent(samples, phase.begun());
        var cells = new LinkedHashMap<String, Cell>();
        row.cells()
                .forEach((journey, expected) ->
                        cells.put(journey, Cell.of(expected.slower(slower), phase, samples.of(journey))));
        return cells;
    }

    private Phase phase(String fault) {
        var begun = System.currentTimeMillis();
        var isHealed = false;
        try {
            Operator.watertight(Stream.concat(Stream.of("fault"), Stream.of(fault.split(" ")))
                    .toArray(String[]::new));
            var proven = System.currentTimeMillis();
            rest(hold);
            var ending = System.currentTimeMillis();
            Operator.watertight("fault", "clear");
            isHealed = true;
            return new Phase(begun, proven, ending, System.currentTimeMillis());
        } finally {
            if (!isHealed) {
                Operator.report("fault", "clear");
            }
        }
    }

    private static boolean isAnswered(Samples samples, String journey) {
        return samples.of(journey).stream()
                        .filter(sample -> sample.seen().equals("answered"))
                        .count()
                >= FIRST;
    }

    /** Load that was not there proves nothing. */
    private static void requireAllSent(Samples samples, long since) {
        var dropped =
                samples.dropped().stream().filter(moment -> moment > since).count();
        if (dropped > 0) {
            throw new AssertionError("k6 could not send %d requests: nothing is proven".formatted(dropped));
        }
    }

    private static void rest(Duration duration) {
        Waiting.until(System.nanoTime() + duration.toNanos());
    }
}
