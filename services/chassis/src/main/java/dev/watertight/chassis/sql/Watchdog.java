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

/**
 * Ends transactions whose database is silent for too long, as one that is paused or out of reach is, by closing their
 * connection under them. A read timeout of the socket would do the same, but with it each read of a virtual thread sets an
 * alarm and takes it back, which was a quarter of what a short request cost.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Watchdog.class.getName());
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Set<Watch> running = ConcurrentHashMap.newKeySet();
    private final Duration patience;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("database-watchdog").factory());

    /** @param patience with each answer, give or take a look */
    Watchdog(Duration patience) {
        this.patience = patience;
        var _ = clock.scheduleWithFixedDelay(this::look, LOOK.toNanos(), LOOK.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Watches a transaction from now until its end. */
    Watch watch(Connection connection) {
        var watch = new Watch(connection);
        running.add(watch);
        return watch;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void look() {
        var now = System.nanoTime();
        running.stream().filter(watch -> watch.endsAtNanos - now < 0).forEach(Watch::abort);
    }

    /** Over one transaction. */
    final class Watch {
        private final Connection connection;
        private volatile long endsAtNanos;

        @GuardedBy("this")
        private boolean isOver;

        @GuardedBy("this")
        private boolean isAborted;

        private Watch(Connection connection) {
            this.connection = connection;
            asks();
        }

        /** From now on the database is asked for something else. */
        void asks() {
            endsAtNanos = System.nanoTime() + patience.toNanos();
        }

        /** Says whether the connection is still good; from then on it is left alone. */
        boolean end() {
            running.remove(this);
            synchronized (this) {
                isOver = true;
                return !isAborted;
            }
        }

        private synchronized void abort() {
            if (isOver || isAborted) {
                return;
            }
            isAborted = true;
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.log(Level.WARNING, "a connection that takes too long could not be ended", e);
            }
        }
    }
}
