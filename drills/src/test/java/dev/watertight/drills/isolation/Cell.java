package dev.watertight.drills.isolation;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.watertight.drills.bench.Percentile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * One journey under one fault: what was expected, what customers saw, and where that differs.
 *
 * @param seen how many saw what while the fault held, most of them first
 * @param p99 milliseconds, of the same
 */
public record Cell(Expectation expected, String seen, long p99, List<String> differences) {
    private static final int LEAST_SAMPLES = 3;

    /** After a fault customers may still meet an open breaker or a connection not made yet. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    public Cell {
        differences = List.copyOf(differences);
    }

    public boolean holds() {
        return differences.isEmpty();
    }

    /** @param samples of this journey, from before the fault until after it */
    public static Cell of(Expectation expected, Phase phase, List<Sample> samples) {
        var steadyFrom = phase.proven() + expected.after().toMillis();
        var held = between(samples, phase.begun(), phase.ending());
        var before = held.stream()
                .filter(sample -> sample.startMillis() < steadyFrom)
                .toList();
        // Who asked a paused part just before it went on was answered all the same.
        var steady = held.stream()
                .filter(sample -> sample.startMillis() >= steadyFrom && sample.endMillis() <= phase.ending())
                .toList();
        var healing = samples.stream()
                .filter(sample ->
                        sample.endMillis() > phase.ending() && sample.startMillis() < phase.over() + GRACE.toMillis())
                .toList();
        var healed = between(samples, phase.over() + GRACE.toMillis(), Long.MAX_VALUE);
        var differences = new ArrayList<String>();
        tooFew(steady, "while it held", differences);
        unexpected(before, expected::allowsBefore, "at first", differences);
        unexpected(steady, expected.seen()::contains, "while it held", differences);
        tooSlow(before, expected.longest(), "at first", differences);
        tooSlow(steady, expected.within(), "while it held", differences);
        unexpected(healing, expected::allowsWhileHealing, "while it healed", differences);
        tooFew(healed, "afterwards", differences);
        unexpected(healed, Expectation.ANSWERED::equals, "afterwards", differences);
        return new Cell(expected, counts(steady), p99(steady), differences);
    }

    static String counts(List<Sample> samples) {
        return samples.stream().collect(groupingBy(Sample::seen, TreeMap::new, counting())).entrySet().stream()
                .sorted((one, other) -> Long.compare(other.getValue(), one.getValue()))
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(joining(", "));
    }

    static long p99(List<Sample> samples) {
        return (long) Percentile.p99(samples.stream().mapToDouble(Sample::millis));
    }

    private static List<Sample> between(List<Sample> samples, long from, long until) {
        return samples.stream()
                .filter(sample -> sample.startMillis() >= from && sample.startMillis() < until)
                .toList();
    }

    private static void tooFew(List<Sample> samples, String when, List<String> differences) {
        if (samples.size() < LEAST_SAMPLES) {
            differences.add("only %d requests %s".formatted(samples.size(), when));
        }
    }

    private static void unexpected(
            List<Sample> samples, Predicate<String> isExpected, String when, List<String> differences) {
        var others = samples.stream()
                .filter(sample -> !isExpected.test(sample.seen()))
                .toList();
        if (!others.isEmpty()) {
            differences.add("%s: %s of %d".formatted(when, counts(others), samples.size()));
        }
    }

    private static void tooSlow(List<Sample> samples, Duration within, String when, List<String> differences) {
        if (p99(samples) > within.toMillis()) {
            differences.add("%s: p99 %d ms, not %d".formatted(when, p99(samples), within.toMillis()));
        }
    }
}
