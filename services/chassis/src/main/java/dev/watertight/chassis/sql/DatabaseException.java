package dev.watertight.chassis.sql;

/** The database did not do what was asked, and trying again in place did not help. */
public class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseException(String message) {
        super(message);
    }

    DatabaseException(String message, Exception cause) {
        super(message, cause);
    }
}
