package dev.watertight.chassis.telemetry;

import dev.watertight.chassis.config.Default;
import java.net.URI;

/**
 * Where traces and metrics go.
 *
 * @param otlpEndpoint where spans go, OTLP over HTTP, such as {@code http://127.0.0.1:4318}
 * @param enabled whether there are any. With false nothing is traced or measured, which shows what that costs; answers and
 *     log lines name no trace then
 */
public record TelemetryConfig(
        URI otlpEndpoint, @Default("true") boolean enabled) {}
