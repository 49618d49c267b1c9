package dev.watertight.drills.isolation;

/**
 * One request of one customer.
 *
 * @param startMillis since the epoch
 * @param millis until the answer
 * @param seen as the workload names it: answered, pending, refused 503, wrong, silent
 */
public record Sample(String journey, long startMillis, long millis, String seen) {
    long endMillis() {
        return startMillis + millis;
    }
}
