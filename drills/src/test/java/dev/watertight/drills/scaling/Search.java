package dev.watertight.drills.scaling;

import java.util.OptionalDouble;

/** Finds the highest rate that is kept: by steps that grow until it lies between two rates, then it narrows them. */
final class Search {
    private static final double LAST_STEP = 1.6;
    private static final double PRECISION = 1.06;
    private static final int MOST_TRIALS = 12;

    /** In requests a second, and so much lies between any two: k6 counts requests in ten seconds. */
    private static final double LEAST = 0.1;

    private final double first;
    private double step = PRECISION;
    private double kept;
    private double missed = Double.POSITIVE_INFINITY;
    private int trials;

    /** @param first the rate that is tried first: the nearer, the shorter the search */
    Search(double first) {
        this.first = first;
    }

    double first() {
        return sendable(first);
    }

    /** The rate to try after that; none when it is found, or cannot be. */
    OptionalDouble next() {
        if (trials >= MOST_TRIALS || missed <= Math.max(LEAST, kept * PRECISION)) {
            return OptionalDouble.empty();
        }
        if (kept > 0 && Double.isFinite(missed)) {
            return between(Math.sqrt(kept * missed));
        }
        var next = kept > 0 ? Math.max(kept * step, kept + LEAST) : Math.min(missed / step, missed - LEAST);
        step = Math.min(step * step, LAST_STEP);
        return OptionalDouble.of(sendable(next));
    }

    /** None when there is no rate between the two. */
    private OptionalDouble between(double middle) {
        var next = sendable(middle);
        return next > kept && next < missed ? OptionalDouble.of(next) : OptionalDouble.empty();
    }

    private static double sendable(double rate) {
        return Math.max(LEAST, Math.round(rate / LEAST) / 10.0);
    }

    void told(double rate, boolean isKept) {
        trials++;
        if (isKept) {
            kept = Math.max(kept, rate);
        } else {
            missed = Math.min(missed, rate);
        }
    }
}
