package dev.watertight.drills.scaling;

import dev.watertight.drills.bench.Rounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What came of all rounds for one service.
 *
 * @param measurements in the order they were made; two of one round with as many replicas are the A/A control
 */
public record Scaling(Subject subject, List<Measurement> measurements) {
    private static final double LEAST_TOLERANCE = 0.15;

    public Scaling {
        measurements = List.copyOf(measurements);
        if (measurements.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
    }

    public enum Verdict {
        HOLDS,
        FAILS,
        VOID
    }

    public Verdict verdict() {
        if (measurements.stream().anyMatch(Measurement::isVoid)) {
            return Verdict.VOID;
        }
        return problems().isEmpty() ? Verdict.HOLDS : Verdict.FAILS;
    }

    /** What is not as it should be, in words. */
    public List<String> problems() {
        var problems = new ArrayList<String>();
        for (var measurement : measurements) {
            if (measurement.isVoid()) {
                problems.add("round %d with %d replicas is void: %s"
                        .formatted(measurement.round(), measurement.replicas(), measurement.voided()));
            }
        }
        var most = counts().getLast();
        if (speedUp(most) < subject.kind().leastSpeedUp()) {
            problems.add("%d replicas keep %.2f times what one does, not %.1f"
                    .formatted(most, speedUp(most), subject.kind().leastSpeedUp()));
        }
        for (var other : others()) {
            if (wrong(other) > 0) {
                problems.add("%d answers of %s were wrong or not asked for".formatted(wrong(other), other));
            }
            if (change(other) > tolerance(other)) {
                problems.add("the p99 of %s differed by %.0f %%, more than %.0f %%"
                        .formatted(other, 100 * change(other), 100 * tolerance(other)));
            }
        }
        return problems;
    }

    public List<Integer> counts() {
        return measurements.stream()
                .map(Measurement::replicas)
                .distinct()
                .sorted()
                .toList();
    }

    /** The services that were watched meanwhile. */
    public List<String> others() {
        return measurements.getFirst().others().keySet().stream().sorted().toList();
    }

    /** The median of all rounds with so many replicas. */
    public double rate(int replicas) {
        return median(replicas, Measurement::rate);
    }

    /** The rate with so many replicas, in rates with the fewest: the median of all rounds. */
    public double speedUp(int replicas) {
        return Rounds.median(speedUps(replicas), Double::doubleValue);
    }

    /** The same of each round; 0 where the fewest kept no rate. */
    public List<Double> speedUps(int replicas) {
        return measurements.stream()
                .map(Measurement::round)
                .distinct()
                .map(round -> speedUp(round, replicas))
                .toList();
    }

    private double speedUp(int round, int replicas) {
        var one = mean(round, counts().getFirst());
        return one > 0 ? mean(round, replicas) / one : 0;
    }

    private double mean(int round, int replicas) {
        return measurements.stream()
                .filter(measurement -> measurement.round() == round && measurement.replicas() == replicas)
                .mapToDouble(Measurement::rate)
                .average()
                .orElse(0);
    }

    /** How much the rate differed at most where nothing differed. */
    public double spread() {
        return spread(Measurement::rate);
    }

    /** The median of another service's p99 while this one had so many replicas, in milliseconds. */
    public double p99(String other, int replicas) {
        return median(replicas, p99Of(other));
    }

    /** How much the p99 of another service differed between counts of replicas of this one, 0.5 for half as much again. */
    public double change(String other) {
        return difference(
                counts().stream().map(replicas -> p99(other, replicas)).toList());
    }

    /** How much it may differ: as much as it did where nothing differed, and 15 % at least. */
    public double tolerance(String other) {
        return Math.max(LEAST_TOLERANCE, spread(p99Of(other)));
    }

    private long wrong(String other) {
        return measurements.stream()
                .map(measurement -> watched(measurement, other))
                .mapToLong(requests -> requests.failedChecks() + requests.dropped())
                .sum();
    }

    private static ToDoubleFunction<Measurement> p99Of(String other) {
        return measurement -> watched(measurement, other).p99Ms();
    }

    private static Requests watched(Measurement measurement, String other) {
        var requests = measurement.others().get(other);
        if (requests == null) {
            throw new IllegalArgumentException(other + " was not watched");
        }
        return requests;
    }

    private double median(int replicas, ToDoubleFunction<Measurement> value) {
        return Rounds.median(
                measurements.stream()
                        .filter(measurement -> measurement.replicas() == replicas)
                        .toList(),
                value);
    }

    private double spread(ToDoubleFunction<Measurement> value) {
        return twins().values().stream()
                .map(twins -> twins.stream().map(value::applyAsDouble).toList())
                .mapToDouble(Scaling::difference)
                .max()
                .orElse(0);
    }

    /** Those of the same round with as many replicas. */
    private Map<String, List<Measurement>> twins() {
        return measurements.stream()
                .collect(Collectors.groupingBy(
                        measurement -> measurement.round() + " " + measurement.replicas(),
                        TreeMap::new,
                        Collectors.toList()));
    }

    private static double difference(List<Double> values) {
        var most = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        var least = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        return most > least ? most / least - 1 : 0;
    }
}
