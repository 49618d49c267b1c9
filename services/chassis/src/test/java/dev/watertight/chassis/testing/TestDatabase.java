package dev.watertight.chassis.testing;

import dev.watertight.chassis.config.Secret;
import dev.watertight.chassis.sql.DatabaseConfig;
import dev.watertight.chassis.sql.Migrations;
import dev.watertight.chassis.sql.Session;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A schema of one's own on the real MariaDB of this test run. */
public final class TestDatabase {
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(5);
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Started by whoever asks first. */
    private static final class Holder {
        private static final MariaDb SERVER = MariaDb.start();
    }

    private TestDatabase() {}

    /** A new empty schema. */
    public static DatabaseConfig empty() {
        var schema = "test_" + COUNT.incrementAndGet();
        try (var connection = DriverManager.getConnection(Holder.SERVER.url(""), "root", "");
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + schema + " CHARACTER SET utf8mb4");
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot make a schema", e);
        }
        return new DatabaseConfig(Holder.SERVER.url(schema), "root", new Secret(""), 16, SOCKET_TIMEOUT);
    }

    /** A new schema with the migrations on the class path. */
    public static DatabaseConfig migrated() {
        var config = empty();
        Migrations.run(config);
        return config;
    }

    /** Removes all rows of these. Other than a service's statements, a test's may be made of the names of tables. */
    @SuppressWarnings("CompileTimeConstant")
    public static void clear(Session session, String... tables) throws SQLException {
        for (var table : tables) {
            session.update("DELETE FROM " + table);
        }
    }
}
