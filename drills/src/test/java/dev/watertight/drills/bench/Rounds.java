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

    /** The middle value; of an even number of rounds the upper one. */
    public static <T> double median(List<T> rounds, ToDoubleFunction<? super T> of) {
        return rounds.stream()
                .mapToDouble(of)
                .sorted()
                .skip(rounds.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
