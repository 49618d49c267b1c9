package dev.watertight.chassis.sql;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Ends transactions whose database is silent for too long, as one that is paused or out of reach is, by closing their
 * connection under them. A read timeout of the socket would do the same, but with it each read of a virtual thread sets an
 * alarm and takes it back; docs/adr/0008 says what that cost.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Watchdog.class.getName());
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Set<Watch> running = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("database-watchdog").factory());
    private final long patienceNanos;
    private final LongSupplier nanoTime;
    private volatile long lookedAtNanos;

    /** @param patience with each answer and with what is done before the next question, give or take a look */
    Watchdog(Duration patience, LongSupplier nanoTime) {
        this.patienceNanos = patience.toNanos();
        this.nanoTime = nanoTime;
        this.lookedAtNanos = nanoTime.getAsLong();
    }

    void start() {
        var _ = clock.scheduleWithFixedDelay(this::look, LOOK.toNanos(), LOOK.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Watches a transaction from now until its end. */
    Watch watch(Connection connection) {
        var watch = new Watch(connection);
        running.add(watch);
        return watch;
    }

    /** After a pause of this process the answers may be there, and are read first. */
    void look() {
        var now = nanoTime.getAsLong();
        if (now - lookedAtNanos < patienceNanos / 2 + LOOK.toNanos()) {
            running.forEach(Watch::abortIfLate);
        }
        lookedAtNanos = now;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    /** Over one transaction. */
    final class Watch {
        private final Connection connection;

        @GuardedBy("this")
        private long endsAtNanos;

        @GuardedBy("this")
        private boolean isAborted;

        private Watch(Connection connection) {
            this.connection = connection;
            asks();
        }

        /** From now on the database is asked for something else. */
        synchronized void asks() {
            endsAtNanos = nanoTime.getAsLong() + patienceNanos;
        }

        /** Says whether the connection is still good; from then on it is left alone. */
        synchronized boolean end() {
            running.remove(this);
            return !isAborted;
        }

        private synchronized void abortIfLate() {
            if (isAborted || !running.contains(this) || endsAtNanos - nanoTime.getAsLong() > 0) {
                return;
            }
            isAborted = true;
            try {
                connection.abort(Runnable::run);
            } catch (SQLException | RuntimeException e) {
                // The loop must go on: without it nothing else would end.
                LOG.log(Level.WARNING, "a connection that takes too long could not be ended", e);
            }
        }
    }
}
