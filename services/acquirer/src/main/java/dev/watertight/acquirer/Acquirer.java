package dev.watertight.acquirer;

import dev.watertight.acquirer.sqlite.SqliteBooks;
import dev.watertight.chassis.http.HttpServer;
import dev.watertight.chassis.telemetry.Telemetry;

/** The running acquirer. */
record Acquirer(HttpServer server, SqliteBooks books, Telemetry telemetry) implements AutoCloseable {
    Acquirer started() {
        server.start();
        return this;
    }

    @Override
    public void close() {
        server.stop();
        books.close();
        telemetry.close();
    }
}
