package dev.watertight.chassis.sql;

import java.sql.SQLException;

/** The connection broke while committing: the transaction may or may not have happened. */
public final class CommitUnknownException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    CommitUnknownException(SQLException cause) {
        super("The outcome of COMMIT is unknown", cause);
    }
}
