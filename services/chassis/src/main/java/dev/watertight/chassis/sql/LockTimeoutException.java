package dev.watertight.chassis.sql;

import java.sql.SQLException;

/** Another transaction held a row for too long: somebody is at it right now. */
public final class LockTimeoutException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    LockTimeoutException(SQLException cause) {
        super("Lock wait timeout", cause);
    }
}
