package dev.watertight.payment.domain;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before trying again: doubling from 0.2 s to 10 s, half of it by chance. */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(200);

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int MAX_DOUBLINGS = 6;

    private Backoff() {}

    static Duration after(int attempt, RandomGenerator random) {
        var millis = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(attempt, MAX_DOUBLINGS));
        return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
    }
}
