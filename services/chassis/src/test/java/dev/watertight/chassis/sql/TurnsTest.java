package dev.watertight.chassis.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watertight.chassis.Deadline;
import dev.watertight.chassis.config.Secret;
import dev.watertight.chassis.testing.TestDatabase;
import dev.watertight.chassis.testing.TestTelemetry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More transactions at once than there are connections. */
final class TurnsTest {
    private static final int CONNECTIONS = 2;
    private static final Database.Work<Integer> ADD_ONE = session -> session.update("UPDATE t SET n = n + 1");

    private Database database;

    @BeforeEach
    void open() {
        var config = TestDatabase.empty();
        database = new Database(
                new DatabaseConfig(config.url(), config.user(), config.password(), CONNECTIONS, Duration.ofSeconds(2)),
                TestTelemetry.create());
        database.transaction(session -> session.update("CREATE TABLE t (n INT NOT NULL)"));
        database.transaction(session -> session.update("INSERT INTO t (n) VALUES (0)"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void comeOneAfterTheOther() {
        var all = IntStream.range(0, 50)
                .mapToObj(_ ->
                        CompletableFuture.runAsync(() -> database.transaction(ADD_ONE), Thread::startVirtualThread))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).join();

        assertThat(database.<Long>transaction(session ->
                        session.query("SELECT n FROM t", row -> row.number("n")).getFirst()))
                .isEqualTo(50);
    }

    @Test
    void areRefusedToWhoWaitsTooLong() {
        assertThatThrownBy(() -> database.transaction(_ -> database.transaction(_ -> database.transaction(ADD_ONE))))
                .isInstanceOf(PoolExhaustedException.class);

        // And given back by who was refused.
        assertThat(database.<Integer>transaction(_ -> database.transaction(ADD_ONE)))
                .isEqualTo(1);
    }

    @Test
    void areNotWaitedForPastTheDeadline() {
        var refused = database.<Duration>transaction(_ -> database.transaction(_ -> {
            var start = System.nanoTime();
            assertThatThrownBy(() -> Deadline.in(Duration.ZERO).run(() -> database.transaction(ADD_ONE)))
                    .isInstanceOf(PoolExhaustedException.class);
            return Duration.ofNanos(System.nanoTime() - start);
        }));

        assertThat(refused).isLessThan(Duration.ofMillis(400));
    }

    @Test
    void areTakenByWhoIsLateWhenThereIsOne() {
        Deadline.in(Duration.ZERO)
                .run(() -> assertThat(database.<Integer>transaction(ADD_ONE)).isEqualTo(1));
    }

    @Test
    void areNotWhatIsMissingWhenTheServerIsAway() {
        try (var away = new Database(
                new DatabaseConfig("jdbc:mysql://127.0.0.1:9/x", "u", new Secret("p"), 1, Duration.ofSeconds(1)),
                TestTelemetry.create())) {
            assertThatThrownBy(() -> away.transaction(ADD_ONE))
                    .isInstanceOf(DatabaseException.class)
                    .isNotInstanceOf(PoolExhaustedException.class);
        }
    }
}
