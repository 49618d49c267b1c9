package dev.watertight.drills.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What several rounds of one measurement say together. */
public final class Rounds {
    private Rounds() {}

    /** One value of each round. */
    public static <T> List<Double> values(List<T> rounds, ToDoubleFunction<? super T> of) {
        return rounds.stream().map(of::applyAsDouble).toList();
    }

    /** The middle value; of an even number of rounds the mean of the two in the middle, of none 0. */
    public static <T> double median(List<T> rounds, ToDoubleFunction<? super T> of) {
        var sorted = rounds.stream().mapToDouble(of).sorted().toArray();
        return sorted.length == 0 ? 0 : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
