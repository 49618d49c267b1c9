package dev.watertight.chassis.testing;

import dev.watertight.chassis.telemetry.Telemetry;
import dev.watertight.chassis.telemetry.TelemetryConfig;
import java.net.URI;

/** Real telemetry whose collector is away. */
public final class TestTelemetry {
    /** Nobody listens on the discard port; spans are dropped as they would be in an outage. */
    public static final TelemetryConfig CONFIG = new TelemetryConfig(URI.create("http://127.0.0.1:9"), true);

    private TestTelemetry() {}

    public static Telemetry create() {
        return new Telemetry("test", "test-1", "test", CONFIG);
    }
}
