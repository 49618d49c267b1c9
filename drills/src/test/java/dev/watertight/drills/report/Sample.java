package dev.watertight.drills.report;

/**
 * The orders at one moment, as their customers know them.
 *
 * @param second since the drill began
 * @param asking sent, and not answered yet
 * @param oldestPending age of the oldest order that is taken and not settled, in seconds
 */
public record Sample(
        double second, int confirmed, int rejected, int cancelled, int pending, int asking, double oldestPending) {
    public int taken() {
        return confirmed + rejected + cancelled + pending;
    }

    int all() {
        return taken() + asking;
    }
}
