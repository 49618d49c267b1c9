package dev.watertight.chassis.consul;

import dev.watertight.chassis.BackgroundLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.kiwiproject.consul.AgentClient;
import org.kiwiproject.consul.ConsulException;
import org.kiwiproject.consul.model.agent.ImmutableRegCheck;
import org.kiwiproject.consul.model.agent.ImmutableRegistration;
import org.kiwiproject.consul.model.agent.Registration;

/**
 * Keeps one replica in Consul under two names: {@code order} with its public port and {@code order-internal} with its
 * internal one. Both are checked on the admin socket.
 */
public final class Registrar {
    /**
     * What Consul is told of a replica, which it calls an instance.
     *
     * @param id stable per slot, such as {@code order-1}
     */
    public record Instance(
            String service,
            String id,
            String version,
            String address,
            int publicPort,
            int internalPort,
            int adminPort) {}

    /** An agent that restarted has forgotten us; this is how long callers may have to do without. */
    static final Duration RECHECK = Duration.ofSeconds(2);

    /**
     * An agent that restarted takes all that it knows for ill until it has checked them, within a round. Who is new and
     * registered at once would be all that anybody sees, and the edge, which must look up first where it is, would have
     * nobody.
     */
    static final int ROUNDS_BEHIND = 2;

    private static final String INTERNAL = "-internal";

    private final AgentClient agent;
    private final List<Registration> registrations;
    private final BackgroundLoop loop;
    private volatile boolean registered;
    private final AtomicInteger waits = new AtomicInteger();

    Registrar(AgentClient agent, Instance instance) {
        this.agent = agent;
        this.registrations = List.of(
                registration(instance, "", instance.publicPort()),
                registration(instance, INTERNAL, instance.internalPort()));
        this.loop = new BackgroundLoop("consul-registration", RECHECK, this::keepRegistered);
    }

    Registrar start() {
        loop.start();
        return this;
    }

    /** Takes the replica out of every passing result while it still answers. */
    public void leave() {
        loop.close();
        takeOut(id -> agent.toggleMaintenanceMode(id, true));
    }

    public void deregister() {
        takeOut(agent::deregister);
    }

    /** That one name cannot be taken out must not keep the other one in: what failed is thrown in the end. */
    private void takeOut(Consumer<String> call) {
        var failures = new ArrayList<RuntimeException>();
        for (var registration : registrations) {
            try {
                call.accept(registration.getId());
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            var first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    private boolean keepRegistered() {
        var missing = missing();
        if (registered) {
            missing.forEach(agent::register);
        } else if (waits.get() > 0) {
            waits.decrementAndGet();
        } else {
            // What stands under our ids is a replica that died: its ports are not ours, and it may have been leaving.
            registrations.forEach(agent::register);
            registrations.forEach(registration -> agent.toggleMaintenanceMode(registration.getId(), false));
            registered = true;
        }
        return false;
    }

    private List<Registration> missing() {
        try {
            return registrations.stream()
                    .filter(registration -> !agent.isRegistered(registration.getId()))
                    .toList();
        } catch (ConsulException e) {
            waits.set(ROUNDS_BEHIND);
            throw e;
        }
    }

    private static Registration registration(Instance instance, String suffix, int port) {
        return ImmutableRegistration.builder()
                .name(instance.service() + suffix)
                .id(instance.id() + suffix)
                .address(instance.address())
                .port(port)
                .meta(Map.of("version", instance.version(), "metrics_port", String.valueOf(instance.adminPort())))
                .check(ImmutableRegCheck.builder()
                        .http("http://%s:%d/health/ready".formatted(instance.address(), instance.adminPort()))
                        .interval("2s")
                        .timeout("1s")
                        .status("passing")
                        .deregisterCriticalServiceAfter("10m")
                        .build())
                .build();
    }
}
