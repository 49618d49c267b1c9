package dev.watertight.chassis.sql;

import com.mysql.cj.jdbc.JdbcConnection;
import com.zaxxer.hikari.HikariDataSource;
import dev.watertight.chassis.Deadline;
import dev.watertight.chassis.telemetry.Telemetry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.instrumentation.jdbc.datasource.JdbcTelemetry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** A pool of connections and the transactions that run on it. */
public final class Database implements AutoCloseable {
    /** The SQL of one transaction; it may run more than once, so it does nothing else. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Session session) throws SQLException;
    }

    private static final Logger LOG = System.getLogger(Database.class.getName());
    private static final int ATTEMPTS = 3;
    private static final String DEADLOCK = "40001";
    private static final int DUPLICATE_KEY = 1062;
    private static final int LOCK_WAIT_TIMEOUT = 1205;

    /** For a turn, and again for a connection; twice that is soon enough for the edge to ask another replica. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** For the first connection of a command, which has nobody else to turn to. */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(10);

    private final HikariDataSource pool;
    private final DataSource traced;
    /** As many as there are connections. */
    private final Semaphore turns;

    private final Timer waits;
    private final Watchdog watchdog;

    public Database(DatabaseConfig config, Telemetry telemetry) {
        this.pool = ConnectionPool.of(config, PATIENCE, telemetry.meters());
        this.turns = telemetry
                .meters()
                .gauge(
                        "database.connections.pending",
                        new Semaphore(config.poolSize(), true),
                        Semaphore::getQueueLength);
        this.waits = telemetry.meters().timer("database.connections.wait");
        this.watchdog = new Watchdog(config.socketTimeout(), System::nanoTime);
        watchdog.start();
        this.traced = JdbcTelemetry.builder(telemetry.openTelemetry()).build().wrap(pool);
    }

    /**
     * Runs {@code work} in one transaction, again when the database chose it as the victim of a deadlock, three times at
     * the most; earlier failures stay attached to the last.
     *
     * @throws DuplicateKeyException when a unique key refused a row
     * @throws LockTimeoutException when another transaction held a row for over a second
     * @throws CommitUnknownException when nobody can say whether it happened
     * @throws PoolExhaustedException when no connection was free for half a second, or until the deadline
     * @throws DatabaseException when the database cannot be reached or refuses
     */
    public <T> T transaction(Work<T> work) {
        var earlier = new ArrayList<SQLException>();
        while (true) {
            try {
                return attempt(work);
            } catch (SQLException e) {
                earlier.forEach(e::addSuppressed);
                if (!isDeadlock(e) || earlier.size() + 1 >= ATTEMPTS) {
                    throw failure(e);
                }
                earlier.add(e);
            }
        }
    }

    /**
     * Waits until there is a connection: a young process on a busy machine may need more than the half second that a request
     * waits for one.
     *
     * @throws DatabaseException when there is none after ten seconds
     */
    public Database connected() {
        var end = System.nanoTime() + FIRST_PATIENCE.toNanos();
        while (true) {
            try (var _ = pool.getConnection()) {
                return this;
            } catch (SQLException e) {
                if (System.nanoTime() - end > 0) {
                    throw failure(e);
                }
            }
        }
    }

    @Override
    public void close() {
        pool.close();
        watchdog.close();
    }

    /** A lock wait timeout has the same state, but who waited a second already must not wait again. */
    private static boolean isDeadlock(SQLException e) {
        return DEADLOCK.equals(e.getSQLState()) && e.getErrorCode() != LOCK_WAIT_TIMEOUT;
    }

    private static DatabaseException failure(SQLException e) {
        return switch (e.getErrorCode()) {
            case DUPLICATE_KEY -> new DuplicateKeyException(e);
            case LOCK_WAIT_TIMEOUT -> new LockTimeoutException(e);
            default -> new DatabaseException("The database failed: " + reason(e), e);
        };
    }

    /** The state, as a message may hold what is in a row; the pool's own have none. */
    private static String reason(SQLException e) {
        return Objects.requireNonNullElse(e.getSQLState(), String.valueOf(e.getMessage()));
    }

    private <T> T attempt(Work<T> work) throws SQLException {
        awaitTurn();
        try (var connection = source().getConnection()) {
            return watched(connection, work);
        } finally {
            turns.release();
        }
    }

    /** Workers ask twice a second whether there is work: traces of that, a statement each, would bury the others. */
    private DataSource source() {
        return Span.current().getSpanContext().isValid() ? traced : pool;
    }

    private <T> T watched(Connection connection, Work<T> work) throws SQLException {
        var watch = watchdog.watch(untimed(connection));
        var session = new Session(connection, watch);
        try {
            return commitOrRollBack(session, work);
        } finally {
            if (!watch.end()) {
                discard(session);
            }
        }
    }

    /** The driver's own; without the read timeout that it has until it is connected, and after each check of the pool. */
    private static Connection untimed(Connection pooled) throws SQLException {
        var connection = pooled.unwrap(JdbcConnection.class);
        // Asked through the pool, which drops a connection that it sees fail.
        if (pooled.getNetworkTimeout() > 0) {
            connection.setNetworkTimeout(Runnable::run, 0);
        }
        return connection;
    }

    /** The pool drops a connection that it sees fail; one that was closed just after its work was done did not yet. */
    private static void discard(Session closed) {
        try {
            closed.rollback();
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "a connection was closed, as its transaction took too long: {0}", e.getMessage());
        }
    }

    /**
     * Waits here and not in the pool. Who gives a connection back to a HikariCP with waiters yields over and over until one
     * of them has taken it, and takes the processor from it: with 24 requests at once under a CPU quota a request cost half
     * as much again as with 8.
     */
    private void awaitTurn() {
        var start = System.nanoTime();
        try {
            if (!turns.tryAcquire(patience().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new PoolExhaustedException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PoolExhaustedException();
        } finally {
            waits.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    /** Who is late has a turn only if one is free; so what nobody waits for any more does not wait for the database. */
    private static Duration patience() {
        var left = Deadline.current(PATIENCE).untilEnd();
        return left.compareTo(PATIENCE) < 0 ? left : PATIENCE;
    }

    /** Also after an error: a connection must not go back to the pool with work that nobody bounds. */
    private static <T> T commitOrRollBack(Session session, Work<T> work) throws SQLException {
        try {
            var result = work.run(session);
            commit(session);
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            try {
                session.rollback();
            } catch (SQLException rollback) {
                e.addSuppressed(rollback);
            }
            throw e;
        }
    }

    private static void commit(Session session) throws SQLException {
        try {
            session.commit();
        } catch (SQLException e) {
            if (isDeadlock(e)) {
                throw e;
            }
            throw new CommitUnknownException(e);
        }
    }
}
