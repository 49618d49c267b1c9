package dev.watertight.chassis.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many retries this process may add to its requests: a tenth of those of the last 10 s, and ten a second in any case.
 * One budget for all services, so that one that is down cannot multiply our load on the rest.
 */
public final class RetryBudget {
    private static final long WINDOW_SECONDS = 10;
    private static final double SHARE = 0.1;
    private static final long FLOOR = 10 * WINDOW_SECONDS;

    private static final class Second {
        private final long second;
        private int requests;
        private int retries;

        private Second(long second) {
            this.second = second;
        }
    }

    private final Deque<Second> seconds = new ArrayDeque<>();

    /** Notes a first attempt. */
    synchronized void request() {
        current().requests++;
    }

    /** Takes one retry, if the budget has it. */
    synchronized boolean tryRetry() {
        if (available() < 1) {
            return false;
        }
        current().retries++;
        return true;
    }

    /** Retries that may be made now. */
    public synchronized double available() {
        current();
        var requests = seconds.stream().mapToLong(second -> second.requests).sum();
        var retries = seconds.stream().mapToLong(second -> second.retries).sum();
        return FLOOR + SHARE * requests - retries;
    }

    private Second current() {
        var now = Duration.ofNanos(System.nanoTime()).toSeconds();
        while (!seconds.isEmpty() && seconds.peekFirst().second <= now - WINDOW_SECONDS) {
            seconds.removeFirst();
        }
        if (seconds.isEmpty() || seconds.peekLast().second != now) {
            seconds.addLast(new Second(now));
        }
        return seconds.getLast();
    }
}
