package dev.watertight.chassis.sql;

import java.sql.SQLException;

/** A unique key refused a row: somebody was first. */
public final class DuplicateKeyException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    DuplicateKeyException(SQLException cause) {
        super("Duplicate key", cause);
    }
}
