package dev.watertight.chassis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** It looks when it is told to, at a time that is told, too. */
final class WatchdogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration NEARLY = Duration.ofMillis(900);

    private final AtomicLong now = new AtomicLong();
    private final Watchdog watchdog = new Watchdog(PATIENCE, now::get);
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        var config = TestDatabase.empty();
        connection = DriverManager.getConnection(
                config.url(), config.user(), config.password().reveal());
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        watchdog.close();
    }

    @Test
    void closesTheConnectionOfWhoWaitsTooLong() throws SQLException {
        var watch = watchdog.watch(connection);
        passAndLook(NEARLY, NEARLY, NEARLY);

        assertThat(connection.isClosed()).isTrue();
        assertThat(watch.end()).isFalse();
    }

    @Test
    void leavesAConnectionAloneWhileThereIsTime() throws SQLException {
        var watch = watchdog.watch(connection);
        passAndLook(NEARLY, NEARLY);

        assertThat(connection.isClosed()).isFalse();
        assertThat(watch.end()).isTrue();
    }

    @Test
    void hasAsMuchPatienceWithEachAnswer() throws SQLException {
        var watch = watchdog.watch(connection);
        passAndLook(NEARLY, NEARLY);
        watch.asks();
        passAndLook(NEARLY, NEARLY);

        assertThat(connection.isClosed()).isFalse();
    }

    @Test
    void leavesAConnectionAloneWhoseWorkIsDone() throws SQLException {
        watchdog.watch(connection).end();
        passAndLook(NEARLY, NEARLY, NEARLY);

        assertThat(connection.isClosed()).isFalse();
    }

    @Test
    void letsAnswersBeReadFirstAfterThisProcessWasPaused() throws SQLException {
        watchdog.watch(connection);
        passAndLook(Duration.ofHours(1));
        assertThat(connection.isClosed()).isFalse();

        passAndLook(NEARLY);
        assertThat(connection.isClosed()).isTrue();
    }

    private void passAndLook(Duration... times) {
        for (var time : times) {
            now.addAndGet(time.toNanos());
            watchdog.look();
        }
    }
}
