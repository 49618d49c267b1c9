package dev.watertight.acquirer;

import dev.watertight.chassis.config.Default;
import dev.watertight.chassis.http.HttpConfig;
import dev.watertight.chassis.telemetry.TelemetryConfig;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the acquirer is told.
 *
 * @param dataFile the SQLite file; its directory must exist
 */
record AcquirerConfig(String instance, Listen http, Path dataFile, TelemetryConfig telemetry) {
    /** Longer than the slowest answer. */
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final int MAX_CONCURRENT = 1024;

    /** The one address: the outside world does not register anywhere. */
    record Listen(
            @Default("127.0.0.1") String bind,
            @Default("7070") int port) {}

    HttpConfig socket() {
        return new HttpConfig(http.bind(), "", http.port(), 0, 0, DEADLINE, MAX_CONCURRENT, Duration.ZERO);
    }
}
