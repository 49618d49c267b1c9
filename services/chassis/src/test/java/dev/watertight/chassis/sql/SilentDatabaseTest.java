package dev.watertight.chassis.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watertight.chassis.testing.TestDatabase;
import dev.watertight.chassis.testing.TestTelemetry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that takes its time to answer, for somebody who has little. */
final class SilentDatabaseTest {
    private static final Duration PATIENCE = Duration.ofMillis(900);

    private Database database;

    @BeforeEach
    void open() {
        var config = TestDatabase.empty();
        database = new Database(
                new DatabaseConfig(config.url(), config.user(), config.password(), 1, PATIENCE),
                TestTelemetry.create());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void isGivenUp() {
        var start = System.nanoTime();

        assertThatThrownBy(() -> sleep("5")).isInstanceOf(DatabaseException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void isAskedAgainByTheNextTransaction() {
        assertThatThrownBy(() -> sleep("5")).isInstanceOf(DatabaseException.class);

        assertThat(sleep("0")).isZero();
    }

    @Test
    void isWaitedForByEachStatementAnew() {
        assertThat(database.<Integer>transaction(session -> {
                    for (var statement = 0; statement < 4; statement++) {
                        session.update("DO SLEEP(0.3)");
                    }
                    return session.update("DO SLEEP(0)");
                }))
                .isZero();
    }

    private int sleep(String seconds) {
        return database.<Integer>transaction(session -> session.update("DO SLEEP(?)", seconds));
    }
}
