package dev.watertight.chassis.sql;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The current row of a result, by column label. */
public final class Row {
    /** Turns a row into a value. */
    @FunctionalInterface
    public interface Mapper<T> {
        T map(Row row) throws SQLException;
    }

    private final ResultSet results;

    Row(ResultSet results) {
        this.results = results;
    }

    public UUID uuid(String column) throws SQLException {
        var bytes = ByteBuffer.wrap(results.getBytes(column));
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    public String text(String column) throws SQLException {
        return results.getString(column);
    }

    public @Nullable String nullableText(String column) throws SQLException {
        return results.getString(column);
    }

    public long number(String column) throws SQLException {
        return results.getLong(column);
    }

    public @Nullable Long nullableNumber(String column) throws SQLException {
        var number = results.getLong(column);
        return results.wasNull() ? null : number;
    }

    public boolean flag(String column) throws SQLException {
        return results.getBoolean(column);
    }

    public int integer(String column) throws SQLException {
        return results.getInt(column);
    }

    /** A {@code DATETIME(6)}, which holds UTC. */
    public Instant instant(String column) throws SQLException {
        return results.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }

    public @Nullable Instant nullableInstant(String column) throws SQLException {
        var time = results.getObject(column, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }
}
