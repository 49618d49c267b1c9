package dev.watertight.order.mysql;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CompileTimeConstant;
import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.sql.DatabaseConfig;
import dev.watertight.chassis.sql.DatabaseException;
import dev.watertight.chassis.sql.Migrations;
import dev.watertight.chassis.testing.TestDatabase;
import dev.watertight.chassis.testing.TestTelemetry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class MigrationsTest {
    private final DatabaseConfig config = TestDatabase.migrated();

    @Test
    void mayRunAgain() {
        assertThatCode(() -> Migrations.run(config)).doesNotThrowAnyException();
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void goesOnAfterOneThatWasKilled() {
        update(config, "UPDATE DATABASECHANGELOGLOCK SET LOCKED = 1, LOCKEDBY = 'dead', LOCKGRANTED = NOW()");

        assertThatCode(() -> Migrations.run(config)).doesNotThrowAnyException();
    }

    @Test
    void saysInOneLineWhatWasRefused() {
        var taken = TestDatabase.empty();
        update(taken, "CREATE TABLE orders (id INT)");

        assertThatThrownBy(() -> Migrations.run(taken))
                .isInstanceOf(DatabaseException.class)
                .hasMessageMatching("The migration failed: .*'orders' already exists.*");
    }

    private static void update(DatabaseConfig config, @CompileTimeConstant String sql) {
        try (var telemetry = TestTelemetry.create();
                var database = new Database(config, telemetry)) {
            database.transaction(session -> session.update(sql));
        }
    }
}
