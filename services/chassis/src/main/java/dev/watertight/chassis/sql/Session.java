package dev.watertight.chassis.sql;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one transaction. Each is a constant, so that it holds nothing of anybody's: the compiler refuses any
 * other, and what tells of it need not be searched. Parameters are bound by position: {@link UUID} as {@code BINARY(16)},
 * {@link Instant} as UTC {@code DATETIME(6)}, enums by name.
 */
public final class Session {
    private final Connection connection;
    private final Watchdog.Watch watch;

    Session(Connection connection, Watchdog.Watch watch) {
        this.connection = connection;
        this.watch = watch;
    }

    /** Runs INSERT, UPDATE or DELETE and returns the number of rows found by it. */
    public int update(@CompileTimeConstant String sql, @Nullable Object... parameters) throws SQLException {
        try (var statement = prepare(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** Runs the same statement once for each list of parameters, in one round trip. */
    public void batch(@CompileTimeConstant String sql, List<List<@Nullable Object>> rows) throws SQLException {
        try (var statement = prepare(sql)) {
            for (var row : rows) {
                bind(statement, row.toArray());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    public <T> List<T> query(@CompileTimeConstant String sql, Row.Mapper<T> mapper, @Nullable Object... parameters)
            throws SQLException {
        try (var statement = prepare(sql, parameters);
                var results = statement.executeQuery()) {
            var rows = new ArrayList<T>();
            var row = new Row(results);
            while (results.next()) {
                rows.add(mapper.map(row));
            }
            return rows;
        }
    }

    /** The only row, if there is one. */
    public <T> Optional<T> first(@CompileTimeConstant String sql, Row.Mapper<T> mapper, @Nullable Object... parameters)
            throws SQLException {
        return query(sql, mapper, parameters).stream().findFirst();
    }

    void commit() throws SQLException {
        watch.asks();
        connection.commit();
    }

    void rollback() throws SQLException {
        watch.asks();
        connection.rollback();
    }

    private PreparedStatement prepare(@CompileTimeConstant String sql, @Nullable Object... parameters)
            throws SQLException {
        watch.asks();
        var statement = connection.prepareStatement(sql);
        try {
            bind(statement, parameters);
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (var i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, column(parameters[i]));
        }
    }

    private static @Nullable Object column(@Nullable Object parameter) {
        return switch (parameter) {
            case null -> null;
            case UUID id ->
                ByteBuffer.allocate(16)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array();
            case Instant time -> LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
            case Enum<?> constant -> constant.name();
            default -> parameter;
        };
    }
}
