package dev.watertight.drills.scaling;

import java.util.OptionalDouble;

/** Finds the highest rate that is kept: steps up or down until it lies between two rates, then narrows them. */
public final class Search {
    private static final double STEP = 1.25;
    private static final double PRECISION = 1.06;
    private static final int MOST_TRIALS = 9;

    private final double first;
    private double kept;
    private double missed = Double.POSITIVE_INFINITY;
    private int trials;

    /** @param first the rate that is tried first: the nearer, the shorter the search */
    public Search(double first) {
        this.first = first;
    }

    /** The rate to try next; none when it is found, or cannot be. */
    public OptionalDouble next() {
        if (trials >= MOST_TRIALS || (kept > 0 && missed / kept <= PRECISION)) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(candidate());
    }

    private double candidate() {
        if (trials == 0) {
            return first;
        }
        if (kept == 0) {
            return missed / STEP;
        }
        return Double.isInfinite(missed) ? kept * STEP : Math.sqrt(kept * missed);
    }

    public void kept(double rate) {
        trials++;
        kept = Math.max(kept, rate);
    }

    public void missed(double rate) {
        trials++;
        missed = Math.min(missed, rate);
    }

    /** The highest rate that was kept, 0 if none was. */
    public double found() {
        return kept;
    }
}
