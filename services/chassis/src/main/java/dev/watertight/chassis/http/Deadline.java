package dev.watertight.chassis.http;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * When the work at hand stops being worth anything. It travels between services as the milliseconds that remain
 * ({@code X-Request-Deadline-Ms}), as clocks differ, and within a process with the running thread.
 */
public final class Deadline {
    public static final String HEADER = "X-Request-Deadline-Ms";

    private static final ScopedValue<Deadline> CURRENT = ScopedValue.newInstance();

    private final long expiresAtNanos;

    private Deadline(long expiresAtNanos) {
        this.expiresAtNanos = expiresAtNanos;
    }

    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
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
        return new Deadline(expiresAtNanos - by.toNanos());
    }

    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, expiresAtNanos - System.nanoTime()));
    }

    public boolean isExpired() {
        return expiresAtNanos - System.nanoTime() <= 0;
    }
}
