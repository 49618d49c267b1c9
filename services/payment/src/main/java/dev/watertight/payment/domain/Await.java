package dev.watertight.payment.domain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what another process will write. */
final class Await {
    private Await() {}

    /** Looks every {@code interval} until there is something to see or {@code deadline} has come. */
    static <T> Optional<T> until(Instant deadline, Duration interval, Clock clock, Supplier<Optional<T>> look) {
        var seen = look.get();
        while (seen.isEmpty()
                && clock.instant().isBefore(deadline)
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(interval.toNanos());
            seen = look.get();
        }
        return seen;
    }
}
