package dev.watertight.chassis.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.chassis.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WatchdogTest {
    private static final Duration HOUR = Duration.ofHours(1);

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
    }

    @Test
    void closesTheConnectionOfWhoWaitsTooLong() {
        try (var watchdog = new Watchdog(Duration.ofMillis(1))) {
            var watch = watchdog.watch(connection);

            await().until(connection::isClosed);
            assertThat(watch.end()).isFalse();
        }
    }

    @Test
    void leavesAConnectionAloneWhoseWorkIsDone() throws SQLException {
        try (var watchdog = new Watchdog(Duration.ofMillis(100));
                var other = DriverManager.getConnection(connection.getMetaData().getURL())) {
            var done = watchdog.watch(connection);
            watchdog.watch(other);

            assertThat(done.end()).isTrue();
            await().until(other::isClosed);
            assertThat(connection.isClosed()).isFalse();
        }
    }

    @Test
    void leavesAConnectionAloneWhileThereIsTime() throws SQLException {
        try (var watchdog = new Watchdog(HOUR)) {
            var watch = watchdog.watch(connection);

            assertThat(watch.end()).isTrue();
            assertThat(connection.isClosed()).isFalse();
        }
    }
}
