package dev.watertight.chassis.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watertight.chassis.config.Secret;
import dev.watertight.chassis.testing.TestDatabase;
import dev.watertight.chassis.testing.TestTelemetry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DatabaseTest {
    private static final Database.Work<Integer> ADD_ONE =
            session -> session.update("INSERT INTO t (id, n) VALUES (1, 1)");

    private static final String LATE = "late";

    private static DatabaseConfig config;
    private static Database database;

    @BeforeAll
    static void open() {
        config = TestDatabase.empty();
        database = open(config);
        database.transaction(session -> session.update("CREATE TABLE t (id INT PRIMARY KEY, n INT NOT NULL)"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.transaction(session -> session.update("DELETE FROM t"));
    }

    private static Database open(DatabaseConfig config) {
        return new Database(config, TestTelemetry.create());
    }

    @Test
    void keepsWhatWasCommitted() {
        database.transaction(ADD_ONE);

        assertThat(count()).isEqualTo(1);
    }

    @Test
    void undoesWhatDidNotFinish() {
        assertThatThrownBy(() -> database.transaction(session -> {
                    ADD_ONE.run(session);
                    throw new IllegalStateException("half way");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(count()).isZero();
    }

    @Test
    void saysThatAKeyIsTaken() {
        database.transaction(ADD_ONE);

        assertThatThrownBy(() -> database.transaction(ADD_ONE)).isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void runsBothSidesOfADeadlock() {
        database.transaction(session -> session.update("INSERT INTO t (id, n) VALUES (1, 0), (2, 0)"));
        var bothHoldOne = new CyclicBarrier(2);
        var there = CompletableFuture.runAsync(() -> lock(1, 2, bothHoldOne));
        lock(2, 1, bothHoldOne);
        there.join();

        assertThat(database.<Long>transaction(
                        session -> session.query("SELECT SUM(n) AS n FROM t", row -> row.number("n"))
                                .getFirst()))
                .isEqualTo(4);
    }

    @Test
    void triesADeadlockThreeTimesAtTheMost() {
        var attempts = new AtomicInteger();

        assertThatThrownBy(() -> database.transaction(session -> {
                    attempts.incrementAndGet();
                    throw new SQLException("deadlock", "40001", 1213);
                }))
                .isInstanceOf(DatabaseException.class);
        assertThat(attempts).hasValue(3);
    }

    @Test
    void keepsEarlierDeadlocksAsSuppressed() {
        assertThatThrownBy(() -> database.transaction(session -> {
                    throw new SQLException("deadlock", "40001", 1213);
                }))
                .cause()
                .satisfies(cause -> assertThat(cause.getSuppressed()).hasSize(2));
    }

    @Test
    void saysThatARowIsHeldByAnother() {
        assertThatThrownBy(() -> updateAHeldRow(new AtomicInteger())).isInstanceOf(LockTimeoutException.class);
    }

    @Test
    void waitsOnlyOnceForAHeldRow() {
        var attempts = new AtomicInteger();
        assertThatThrownBy(() -> updateAHeldRow(attempts)).isInstanceOf(DatabaseException.class);

        assertThat(attempts).hasValue(1);
    }

    @Test
    void admitsThatTheOutcomeOfACommitIsUnknown() {
        assertThatThrownBy(() -> database.transaction(session -> {
                    var result = ADD_ONE.run(session);
                    kill(session.query("SELECT CONNECTION_ID() AS id", row -> row.number("id"))
                            .getFirst());
                    return result;
                }))
                .isInstanceOf(CommitUnknownException.class);
    }

    @Test
    void worksOnAfterALostConnection() {
        assertThatThrownBy(() -> database.transaction(session -> {
                    kill(session.query("SELECT CONNECTION_ID() AS id", row -> row.number("id"))
                            .getFirst());
                    return session.update("DELETE FROM t");
                }))
                .isInstanceOf(DatabaseException.class);
        assertThat(count()).isZero();
    }

    @Test
    void startsWhileItsServerIsAway() {
        try (var away = open(
                new DatabaseConfig("jdbc:mysql://127.0.0.1:9/x", "u", new Secret("p"), 1, Duration.ofSeconds(1)))) {
            assertThatThrownBy(() -> away.transaction(ADD_ONE)).isInstanceOf(DatabaseException.class);
        }
    }

    @Test
    void waitsForAServerThatComesLate() throws Exception {
        var url = config.url().replaceFirst("[^/]+$", LATE);
        try (var late = open(new DatabaseConfig(url, config.user(), config.password(), 1, Duration.ofSeconds(1)));
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var connected = callers.submit(late::connected);
            assertThatThrownBy(() -> late.transaction(ADD_ONE)).isInstanceOf(DatabaseException.class);
            assertThat(connected).isNotDone();

            database.transaction(session -> session.update("CREATE DATABASE " + LATE));

            assertThat(connected.get(10, TimeUnit.SECONDS)).isSameAs(late);
        }
    }

    @Test
    void worksOnAfterAnErrorOfTheWork() {
        try (var small =
                open(new DatabaseConfig(config.url(), config.user(), config.password(), 1, Duration.ofSeconds(1)))) {
            assertThatThrownBy(() -> small.transaction(session -> {
                        ADD_ONE.run(session);
                        throw new AssertionError("half way");
                    }))
                    .isInstanceOf(AssertionError.class);

            assertThat(count()).isZero();
            assertThat(small.<Integer>transaction(ADD_ONE)).isEqualTo(1);
        }
    }

    private static void updateAHeldRow(AtomicInteger attempts) throws InterruptedException {
        database.transaction(ADD_ONE);
        var held = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var holder = CompletableFuture.runAsync(() -> database.transaction(session -> {
            session.update("UPDATE t SET n = 2 WHERE id = 1");
            held.countDown();
            return await(release);
        }));
        held.await();

        try {
            database.transaction(session -> {
                attempts.incrementAndGet();
                return session.update("UPDATE t SET n = 3 WHERE id = 1");
            });
        } finally {
            release.countDown();
            holder.join();
        }
    }

    private static void lock(int first, int second, CyclicBarrier bothHoldOne) {
        var attempts = new AtomicInteger();
        database.transaction(session -> {
            session.update("UPDATE t SET n = n + 1 WHERE id = ?", first);
            if (attempts.getAndIncrement() == 0) {
                await(bothHoldOne);
            }
            return session.update("UPDATE t SET n = n + 1 WHERE id = ?", second);
        });
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void kill(long connection) {
        database.transaction(session -> session.update("KILL ?", connection));
    }

    private static long count() {
        return database.<Long>transaction(
                session -> session.query("SELECT COUNT(*) AS n FROM t", row -> row.number("n"))
                        .getFirst());
    }
}
