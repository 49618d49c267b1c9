package dev.watertight.chassis.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * How many retries this process may add to its requests: a tenth of those of the last 10 s, and a hundred more.
 * One budget for all services, so that one that is down cannot multiply our load on the rest.
 */
public final class RetryBudget {
    private static final long WINDOW_SECONDS = 10;
    private static final double SHARE = 0.1;
    private static final long FLOOR = 100;

    private record Second(long second, int requests, int retries) {}

    private final LongSupplier nanoTime;

    @GuardedBy("this")
    private final Deque<Second> seconds = new ArrayDeque<>();

    @GuardedBy("this")
    private long exhausted;

    public RetryBudget() {
        this(System::nanoTime);
    }

    RetryBudget(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Notes a first attempt. */
    synchronized void request() {
        note(1, 0);
    }

    /** Takes one retry, if the budget has it. */
    synchronized boolean tryRetry() {
        if (!hasRetry()) {
            return false;
        }
        note(0, 1);
        return true;
    }

    /** Whether a retry may be made now; where none may, that is counted. */
    synchronized boolean hasRetry() {
        if (available() >= 1) {
            return true;
        }
        exhausted++;
        return false;
    }

    /** How often a call wanted a retry, or time for one, and there was none: up to twice for each of its attempts. */
    public synchronized long exhausted() {
        return exhausted;
    }

    /** Retries that may be made now. */
    public synchronized double available() {
        forget();
        var requests = seconds.stream().mapToLong(Second::requests).sum();
        var retries = seconds.stream().mapToLong(Second::retries).sum();
        return FLOOR + SHARE * requests - retries;
    }

    @GuardedBy("this")
    private void note(int requests, int retries) {
        forget();
        var now = now();
        var last = seconds.peekLast();
        if (last == null || last.second() != now) {
            seconds.addLast(new Second(now, requests, retries));
        } else {
            seconds.removeLast();
            seconds.addLast(new Second(now, last.requests() + requests, last.retries() + retries));
        }
    }

    @GuardedBy("this")
    private void forget() {
        var oldest = now() - WINDOW_SECONDS;
        seconds.removeIf(second -> second.second() <= oldest);
    }

    private long now() {
        return Duration.ofNanos(nanoTime.getAsLong()).toSeconds();
    }
}
