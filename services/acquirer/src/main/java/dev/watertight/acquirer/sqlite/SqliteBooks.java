package dev.watertight.acquirer.sqlite;

import dev.watertight.acquirer.domain.Books;
import dev.watertight.acquirer.domain.Charge;
import dev.watertight.acquirer.domain.Decline;
import dev.watertight.acquirer.domain.Money;
import dev.watertight.acquirer.domain.Refund;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** The books in one SQLite file. One connection, used by one thread at a time: SQLite has one writer anyway. */
public final class SqliteBooks implements Books, AutoCloseable {
    private static final int BUSY_MILLIS = 5000;

    private final Connection connection;
    private final ReentrantLock turn = new ReentrantLock();

    public SqliteBooks(Path file) {
        this.connection = open(file);
    }

    @Override
    public Seen remember(String key, String request) {
        return transaction(() -> {
            var first = update(
                    "INSERT INTO requests (request_key, request) VALUES (?, ?) ON CONFLICT DO NOTHING", key, request);
            if (first == 1) {
                return Seen.FIRST;
            }
            var before =
                    first("SELECT request FROM requests WHERE request_key = ?", row -> row.getString("request"), key);
            return before.orElseThrow().equals(request) ? Seen.REPEATED : Seen.OTHERWISE;
        });
    }

    @Override
    public Optional<Charge> charge(String key) {
        return transaction(() -> findCharge(key));
    }

    @Override
    public long refunded(String chargeKey) {
        return transaction(() -> sumRefunds(chargeKey));
    }

    @Override
    public Charge record(Charge decided) {
        return transaction(() -> {
            update(
                    """
                    INSERT INTO charges (charge_key, amount, currency, decline, decided_at) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO NOTHING
                    """,
                    decided.key(),
                    decided.amount().amount(),
                    decided.amount().currency(),
                    name(decided.decline()),
                    decided.decidedAt().toString());
            return findCharge(decided.key()).orElseThrow();
        });
    }

    @Override
    public Refund record(String key, Charge charge, LongFunction<Refund> decide) {
        return transaction(() -> {
            var recorded = findRefund(key);
            if (recorded.isPresent()) {
                return recorded.get();
            }
            var refund = decide.apply(sumRefunds(charge.key()));
            update(
                    """
                    INSERT INTO refunds (refund_key, charge_key, amount, currency, decline, decided_at)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                    refund.key(),
                    refund.chargeKey(),
                    refund.amount().amount(),
                    refund.amount().currency(),
                    name(refund.decline()),
                    refund.decidedAt().toString());
            return refund;
        });
    }

    @Override
    public void close() {
        turn.lock();
        try {
            connection.close();
        } catch (SQLException e) {
            throw new BooksException("cannot be closed", e);
        } finally {
            turn.unlock();
        }
    }

    private Optional<Charge> findCharge(String key) throws SQLException {
        return first(
                "SELECT charge_key, amount, currency, decline, decided_at FROM charges WHERE charge_key = ?",
                row -> new Charge(row.getString("charge_key"), money(row), decline(row), decidedAt(row)),
                key);
    }

    private Optional<Refund> findRefund(String key) throws SQLException {
        return first(
                """
                SELECT refund_key, charge_key, amount, currency, decline, decided_at FROM refunds
                WHERE refund_key = ?
                """,
                row -> new Refund(
                        row.getString("refund_key"),
                        row.getString("charge_key"),
                        money(row),
                        decline(row),
                        decidedAt(row)),
                key);
    }

    private long sumRefunds(String chargeKey) throws SQLException {
        return first(
                        "SELECT coalesce(sum(amount), 0) AS total FROM refunds WHERE charge_key = ? AND decline IS NULL",
                        row -> row.getLong("total"),
                        chargeKey)
                .orElseThrow();
    }

    private static Money money(ResultSet row) throws SQLException {
        return new Money(row.getLong("amount"), row.getString("currency"));
    }

    private static @Nullable Decline decline(ResultSet row) throws SQLException {
        var name = row.getString("decline");
        return name == null ? null : Decline.valueOf(name);
    }

    private static Instant decidedAt(ResultSet row) throws SQLException {
        return Instant.parse(row.getString("decided_at"));
    }

    private static @Nullable String name(@Nullable Decline decline) {
        return decline == null ? null : decline.name();
    }

    private static Connection open(Path file) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // With WAL anything less may lose what was committed when the machine ends.
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        try {
            var connection = config.createConnection("jdbc:sqlite:" + file);
            createTables(connection);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            throw new BooksException("cannot be opened at " + file, e);
        }
    }

    private static void createTables(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("""
                    CREATE TABLE IF NOT EXISTS requests (
                      request_key TEXT PRIMARY KEY, request TEXT NOT NULL) STRICT;
                    CREATE TABLE IF NOT EXISTS charges (
                      charge_key TEXT PRIMARY KEY, amount INTEGER NOT NULL, currency TEXT NOT NULL, decline TEXT,
                      decided_at TEXT NOT NULL) STRICT;
                    CREATE TABLE IF NOT EXISTS refunds (
                      refund_key TEXT PRIMARY KEY, charge_key TEXT NOT NULL REFERENCES charges, amount INTEGER NOT NULL,
                      currency TEXT NOT NULL, decline TEXT, decided_at TEXT NOT NULL) STRICT;
                    CREATE INDEX IF NOT EXISTS refunds_by_charge ON refunds (charge_key);
                    """);
        }
    }

    private interface Work<T> {
        T run() throws SQLException;
    }

    private interface Mapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private <T> T transaction(Work<T> work) {
        turn.lock();
        try {
            var result = work.run();
            connection.commit();
            return result;
        } catch (SQLException e) {
            rollBack(e);
            throw new BooksException("cannot be kept", e);
        } catch (RuntimeException e) {
            rollBack(e);
            throw e;
        } finally {
            turn.unlock();
        }
    }

    private void rollBack(Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private int update(String sql, @Nullable Object... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        }
    }

    private <T> Optional<T> first(String sql, Mapper<T> mapper, String key) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, key);
            try (var results = statement.executeQuery()) {
                return results.next() ? Optional.of(mapper.map(results)) : Optional.empty();
            }
        }
    }
}
