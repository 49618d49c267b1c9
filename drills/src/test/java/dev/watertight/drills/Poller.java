package dev.watertight.drills;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks now and then whether somebody is listed, as most who discover services do. */
final class Poller implements AutoCloseable {
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
    private final Supplier<Set<String>> listed;
    private final String awaited;
    private volatile @Nullable Long joined;
    private volatile @Nullable Long left;

    /** @param phase until it looks first */
    Poller(Supplier<Set<String>> listed, String awaited, Duration every, Duration phase) {
        this.listed = listed;
        this.awaited = awaited;
        var _ = clock.scheduleAtFixedRate(this::look, phase.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** When it saw them first, by {@link System#nanoTime}. */
    Optional<Long> joined() {
        return Optional.ofNullable(joined);
    }

    /** When it saw first that they were gone again. */
    Optional<Long> left() {
        return Optional.ofNullable(left);
    }

    private void look() {
        var isListed = listed.get().contains(awaited);
        var now = System.nanoTime();
        if (isListed && joined == null) {
            joined = now;
        } else if (!isListed && joined != null && left == null) {
            left = now;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
