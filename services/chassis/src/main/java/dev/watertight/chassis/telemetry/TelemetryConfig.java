package dev.watertight.chassis.telemetry;

import java.net.URI;

/** @param otlpEndpoint where spans go, OTLP over HTTP, such as {@code http://127.0.0.1:4318} */
public record TelemetryConfig(URI otlpEndpoint) {}
