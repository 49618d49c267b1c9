package dev.watertight.twin.shop.domain;

import java.time.Clock;
import java.time.Instant;

final class AsksTheSystem {
    private AsksTheSystem() {}

    static Instant now() {
        return Instant.now();
    }

    static Clock clock() {
        return Clock.systemUTC();
    }

    static long millis() {
        return System.currentTimeMillis();
    }

    static long nanos() {
        return System.nanoTime();
    }

    static Instant fine(Clock clock) {
        return Instant.now(clock);
    }
}
