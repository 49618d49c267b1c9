package dev.watertight.chassis.sql;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

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

    public Optional<String> optionalText(String column) throws SQLException {
        return Optional.ofNullable(results.getString(column));
    }

    public long number(String column) throws SQLException {
        return results.getLong(column);
    }

    public Optional<Long> optionalNumber(String column) throws SQLException {
        var number = results.getLong(column);
        return results.wasNull() ? Optional.empty() : Optional.of(number);
    }

    public int integer(String column) throws SQLException {
        return results.getInt(column);
    }

    public byte[] bytes(String column) throws SQLException {
        return results.getBytes(column);
    }

    /** A {@code DATETIME(6)}, which holds UTC. */
    public Instant instant(String column) throws SQLException {
        return results.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }

    public Optional<Instant> optionalInstant(String column) throws SQLException {
        return Optional.ofNullable(results.getObject(column, LocalDateTime.class))
                .map(time -> time.toInstant(ZoneOffset.UTC));
    }
}
