package dev.watertight.chassis.consul;

import dev.watertight.chassis.telemetry.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.kiwiproject.consul.Consul;

/** The connection to Consul and what hangs on it: our registration and the watches of other services. */
public final class ConsulAgent implements AutoCloseable {
    /** Longer than the longest blocking query, or every quiet one would end in an error. */
    private static final Duration READ_TIMEOUT = Watch.WAIT.plusSeconds(5);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    /** Registering is quick; leaving must not wait for an agent that hangs. */
    private static final Duration REGISTRATION_TIMEOUT = Duration.ofSeconds(1);

    private final Consul consul;
    private final Consul registration;
    private final List<Watch> open = new ArrayList<>();

    public ConsulAgent(ConsulConfig config) {
        this.consul = connect(config, READ_TIMEOUT);
        this.registration = connect(config, REGISTRATION_TIMEOUT);
    }

    private static Consul connect(ConsulConfig config, Duration readTimeout) {
        var builder = Consul.builder()
                .withUrl(config.url().toString())
                .withPing(false)
                .withConnectTimeoutMillis(CONNECT_TIMEOUT.toMillis())
                .withReadTimeoutMillis(readTimeout.toMillis());
        return (config.token().isEmpty()
                        ? builder
                        : builder.withAclToken(config.token().reveal()))
                .build();
    }

    /** Starts watching the passing replicas of {@code service}. */
    public Watch watch(String service, Snapshots snapshots, Telemetry telemetry) {
        var watch = new Watch(consul.healthClient(), service, snapshots, telemetry.meters()).start();
        open.add(watch);
        return watch;
    }

    /** Registers {@code instance} and keeps it registered, should the agent forget. */
    public Registrar register(Registrar.Instance instance) {
        return new Registrar(registration.agentClient(), instance).start();
    }

    @Override
    public void close() {
        open.forEach(Watch::close);
        consul.destroy();
        registration.destroy();
    }
}
