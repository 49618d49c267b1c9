package dev.watertight.drills.scaling;

/** Makes trials of one service with so many replicas, as they are. */
@FunctionalInterface
public interface Trials {
    /** @param rate requests a second */
    Trial at(double rate, int seconds);
}
