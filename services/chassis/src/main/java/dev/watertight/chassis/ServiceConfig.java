package dev.watertight.chassis;

import dev.watertight.chassis.config.Default;
import dev.watertight.chassis.consul.ConsulConfig;
import dev.watertight.chassis.http.HttpConfig;
import dev.watertight.chassis.telemetry.TelemetryConfig;
import java.nio.file.Path;

/**
 * What every service is told.
 *
 * @param instance stable per slot, such as {@code order-1}
 * @param version empty means the version of the jar
 * @param stateDir a directory for what must outlive a restart: addresses and the key set
 */
public record ServiceConfig(
        String instance,
        @Default("") String version,
        HttpConfig http,
        ConsulConfig consul,
        Path stateDir,
        TelemetryConfig telemetry) {}
