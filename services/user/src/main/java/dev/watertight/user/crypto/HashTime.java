package dev.watertight.user.crypto;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long a hash takes lately, as an exponentially weighted mean. Where the processor is scarce that is many times as long
 * as usual: who waited until the last moment would be hashed in vain, in the time of somebody who could have been answered.
 */
final class HashTime {
    private static final int WEIGHT = 4;

    /** A hash may take twice as long as the mean. */
    private static final int MARGIN = 2;

    private final AtomicLong nanos = new AtomicLong();

    /** What so many hashes take one after the other. */
    Duration of(int hashes) {
        return Duration.ofNanos(hashes * nanos.get());
    }

    void took(Duration hash) {
        nanos.updateAndGet(mean -> mean == 0 ? hash.toNanos() : mean + (hash.toNanos() - mean) / WEIGHT);
    }

    /** What a request that has so much time left may wait; nothing, when less is left than a hash needs. */
    Duration spare(Duration remaining) {
        var spare = remaining.minusNanos(MARGIN * nanos.get());
        return spare.isNegative() ? Duration.ZERO : spare;
    }
}
