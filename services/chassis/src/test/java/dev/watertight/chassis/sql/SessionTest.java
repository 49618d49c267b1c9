package dev.watertight.chassis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.testing.TestDatabase;
import dev.watertight.chassis.testing.TestTelemetry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SessionTest {
    private final Database database = new Database(TestDatabase.empty(), TestTelemetry.create());

    enum Colour {
        RED
    }

    private record Value(
            UUID id,
            @Nullable Instant at,
            String colour,
            boolean flag,
            @Nullable Long big) {
        static Value of(Row row) throws SQLException {
            return new Value(
                    row.uuid("id"),
                    row.nullableInstant("at"),
                    row.text("colour"),
                    row.flag("flag"),
                    row.nullableNumber("big"));
        }
    }

    @BeforeEach
    void create() {
        database.transaction(session -> session.update("CREATE TABLE t (id INT PRIMARY KEY, n INT NOT NULL)"));
        database.transaction(session -> session.update("""
                CREATE TABLE v (id BINARY(16) PRIMARY KEY, at DATETIME(6), colour VARCHAR(9), flag BOOLEAN, big BIGINT)
                """));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void readsWhatItWrote() {
        var value = new Value(UUID.randomUUID(), Instant.parse("2026-03-29T01:30:00.123456Z"), "RED", true, 1L << 40);
        database.transaction(session -> session.update(
                "INSERT INTO v (id, at, colour, flag, big) VALUES (?, ?, ?, ?, ?)",
                value.id(),
                value.at(),
                Colour.RED,
                value.flag(),
                value.big()));

        assertThat(values()).containsExactly(value);
    }

    @Test
    void readsNothingWhereNothingIs() {
        var value = new Value(UUID.randomUUID(), null, "RED", false, null);
        database.transaction(session -> session.update(
                "INSERT INTO v (id, at, colour, flag, big) VALUES (?, ?, ?, ?, ?)",
                value.id(),
                null,
                Colour.RED,
                false,
                null));

        assertThat(values()).containsExactly(value);
    }

    @Test
    void writesABatch() {
        List<List<@Nullable Object>> rows = List.of(Arrays.asList(1, 1), Arrays.asList(2, 2), Arrays.asList(3, 3));
        database.transaction(session -> {
            session.batch("INSERT INTO t (id, n) VALUES (?, ?)", rows);
            return rows;
        });

        assertThat(database.<List<Long>>transaction(
                        session -> session.query("SELECT n FROM t ORDER BY id", row -> row.number("n"))))
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void countsRowsFoundEvenIfNothingChanged() {
        database.transaction(session -> session.update("INSERT INTO t (id, n) VALUES (1, 1)"));

        assertThat(database.<Integer>transaction(session -> session.update("UPDATE t SET n = 1 WHERE id = 1")))
                .isEqualTo(1);
    }

    private List<Value> values() {
        return database.transaction(session -> session.query("SELECT id, at, colour, flag, big FROM v", Value::of));
    }
}
