package dev.watertight.acquirer.sqlite;

import java.sql.SQLException;

/** The file cannot be read or written: nothing was promised. */
public final class BooksException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BooksException(String what, SQLException cause) {
        super("The books " + what + ": " + cause.getMessage(), cause);
    }
}
