package dev.watertight.drills.bench;

import java.util.stream.DoubleStream;

/** Percentiles by the nearest rank: always one of the values; of fewer than a hundred the 99th is the greatest. */
public final class Percentile {
    private Percentile() {}

    /** The 99th of them, in their unit; of none 0. */
    public static double p99(DoubleStream values) {
        var sorted = values.sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(sorted.length * 0.99) - 1];
    }
}
