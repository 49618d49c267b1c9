package dev.watertight.chassis;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * When the work at hand stops being worth anything. It travels between services as the milliseconds that remain
 * ({@code X-Request-Deadline-Ms}), as clocks differ, and within a process with the running thread.
 */
public final class Deadline {
    public static final String HEADER = "X-Request-Deadline-Ms";

    private static final Duration USUAL = Duration.ofMillis(2500);
    private static final ScopedValue<Deadline> CURRENT = ScopedValue.newInstance();

    private final long expiresAtNanos;

    /** When nobody waits for the answer any more: later, where time is left for what has to follow. */
    private final long endsAtNanos;

    private Deadline(long expiresAtNanos, long endsAtNanos) {
        this.expiresAtNanos = expiresAtNanos;
        this.endsAtNanos = endsAtNanos;
    }

    public static Deadline in(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        return new Deadline(end, end);
    }

    /** The deadline of the work this thread does; work that never got one, as no request brought it, has 2.5 s from now. */
    public static Deadline current() {
        return current(USUAL);
    }

    /** The deadline of the work this thread does; work that never got one has {@code otherwise} from now. */
    public static Deadline current(Duration otherwise) {
        return CURRENT.isBound() ? CURRENT.get() : in(otherwise);
    }

    /** Runs {@code work} under this deadline. */
    public void run(Runnable work) {
        ScopedValue.where(CURRENT, this).run(work);
    }

    /** Does {@code work} under this deadline and returns what it returns. */
    public <T> T call(Supplier<T> work) {
        return ScopedValue.where(CURRENT, this).call(work::get);
    }

    /** A deadline that comes earlier, to leave time for what has to follow. */
    public Deadline earlier(Duration by) {
        return new Deadline(expiresAtNanos - by.toNanos(), endsAtNanos);
    }

    /** What remains for all of the work: for what has to follow, too. */
    public Duration untilEnd() {
        return Duration.ofNanos(Math.max(0, endsAtNanos - System.nanoTime()));
    }

    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, expiresAtNanos - System.nanoTime()));
    }

    public boolean isExpired() {
        return expiresAtNanos - System.nanoTime() <= 0;
    }
}
