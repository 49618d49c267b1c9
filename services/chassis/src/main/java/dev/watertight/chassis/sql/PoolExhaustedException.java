package dev.watertight.chassis.sql;

/** All connections were in use for as long as anybody waits for one: there is more to do than can be done. */
public final class PoolExhaustedException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    PoolExhaustedException() {
        super("No connection was free");
    }
}
