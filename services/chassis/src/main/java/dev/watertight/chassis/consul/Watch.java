package dev.watertight.chassis.consul;

import dev.watertight.chassis.BackgroundLoop;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.kiwiproject.consul.HealthClient;
import org.kiwiproject.consul.model.health.ServiceHealth;
import org.kiwiproject.consul.option.Options;
import org.kiwiproject.consul.option.QueryOptions;

/**
 * The passing replicas of one service, by blocking query. While Consul is unreachable, or says that all replicas
 * vanished at once (as it does after losing its state), the last good answer stands.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/features/blocking">Blocking queries</a>
 */
public final class Watch implements Supplier<List<Endpoint>>, AutoCloseable {
    static final Duration WAIT = Duration.ofSeconds(10);

    private static final Duration BACK_OFF = Duration.ofMillis(500);

    /** An index that is always behind the latest must not have us ask without a pause. */
    private static final long SHORTEST_ROUND = Duration.ofMillis(100).toNanos();

    private final HealthClient health;
    private final String service;
    private final Snapshots snapshots;
    private final BackgroundLoop loop;
    private volatile long askedAtNanos = System.nanoTime() - SHORTEST_ROUND;
    private volatile BigInteger index = BigInteger.ZERO;
    private volatile List<Endpoint> endpoints;
    private volatile long heardAtNanos = System.nanoTime();

    Watch(HealthClient health, String service, Snapshots snapshots, MeterRegistry meters) {
        this.health = health;
        this.service = service;
        this.snapshots = snapshots;
        this.endpoints = snapshots.load(service);
        this.loop = new BackgroundLoop("consul-watch-" + service, BACK_OFF, this::poll);
        Gauge.builder("discovery.age", this, watch -> (System.nanoTime() - watch.heardAtNanos) / 1e9)
                .baseUnit("seconds")
                .tag("server.service", service)
                .register(meters);
        Gauge.builder("discovery.instances", this, watch -> watch.endpoints.size())
                .tag("server.service", service)
                .register(meters);
    }

    Watch start() {
        loop.start();
        return this;
    }

    /** Never waits: what we know now, which may be nothing at a first start. */
    @Override
    public List<Endpoint> get() {
        return endpoints;
    }

    @Override
    public void close() {
        loop.cancel();
    }

    private boolean poll() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(askedAtNanos + SHORTEST_ROUND - System.nanoTime());
        askedAtNanos = System.nanoTime();
        var answer = health.getHealthyServiceInstances(service, query());
        heardAtNanos = System.nanoTime();
        // An index that goes back means another history: start over instead of waiting for a number that never comes.
        index = answer.getIndex().compareTo(index) < 0 ? BigInteger.ZERO : answer.getIndex();
        var fresh = answer.getResponse().stream().map(Watch::endpoint).toList();
        if (!fresh.isEmpty() && !fresh.equals(endpoints)) {
            endpoints = fresh;
            snapshots.save(service, fresh);
        }
        return !fresh.isEmpty() && index.signum() != 0;
    }

    private QueryOptions query() {
        return index.signum() == 0
                ? Options.BLANK_QUERY_OPTIONS
                : QueryOptions.blockSeconds((int) WAIT.toSeconds(), index).build();
    }

    private static Endpoint endpoint(ServiceHealth instance) {
        var registered = instance.getService();
        return new Endpoint(registered.getId(), registered.getAddress(), registered.getPort());
    }
}
