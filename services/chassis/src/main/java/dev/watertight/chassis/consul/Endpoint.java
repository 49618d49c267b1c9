package dev.watertight.chassis.consul;

/** One instance of a service and where it listens. */
public record Endpoint(String instance, String host, int port) {}
