package dev.watertight.chassis.consul;

/**
 * One replica of a service and where it listens.
 *
 * @param instance the name of the replica, in Consul and in traces
 */
public record Endpoint(String instance, String host, int port) {}
