package dev.watertight.chassis;

import dev.watertight.chassis.auth.KeySet;
import dev.watertight.chassis.auth.Tokens;
import dev.watertight.chassis.auth.TokensConfig;
import dev.watertight.chassis.client.CallLimits;
import dev.watertight.chassis.client.RemoteService;
import dev.watertight.chassis.client.RetryBudget;
import dev.watertight.chassis.consul.ConsulAgent;
import dev.watertight.chassis.consul.Endpoint;
import dev.watertight.chassis.consul.Registrar;
import dev.watertight.chassis.consul.Snapshots;
import dev.watertight.chassis.http.ApiDescription;
import dev.watertight.chassis.http.HttpServer;
import dev.watertight.chassis.http.Routes;
import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.sql.DatabaseConfig;
import dev.watertight.chassis.telemetry.JsonLog;
import dev.watertight.chassis.telemetry.Telemetry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One running replica: its parts are made in the order in which they are asked for, started together by {@link #start},
 * and stopped the other way round, after everybody had the time to notice that we leave.
 */
public final class Service implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Service.class.getName());

    private final String name;
    private final ServiceConfig config;
    private final Telemetry telemetry;
    private final ConsulAgent consul;
    private final RetryBudget retryBudget = new RetryBudget();
    private final List<BackgroundLoop> loops = new ArrayList<>();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final AdminRoutes admin;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Set<String> operations = Set.of();
    private volatile @Nullable HttpServer server;
    private volatile @Nullable Registrar registrar;

    public Service(String name, ServiceConfig config) {
        this.name = name;
        this.config = config;
        JsonLog.install(name, config.instance());
        this.telemetry = own(new Telemetry(name, config.instance(), version(), config.telemetry()));
        this.consul = own(new ConsulAgent(config.consul()));
        this.admin = new AdminRoutes(telemetry);
        telemetry.meters().gauge("client.retry.budget.available", retryBudget, RetryBudget::available);
        FunctionCounter.builder("client.retry.budget.exhausted", retryBudget, RetryBudget::exhausted)
                .register(telemetry.meters());
    }

    /** The time in UTC, no finer than a {@code DATETIME(6)} keeps it: what is stored reads back the same. */
    public Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }

    public Telemetry telemetry() {
        return telemetry;
    }

    public MeterRegistry meters() {
        return telemetry.meters();
    }

    public Database database(DatabaseConfig database) {
        return own(new Database(database, telemetry));
    }

    /** The internal side of another service, found by Consul. */
    public RemoteService remote(String service) {
        var snapshots = new Snapshots(config.stateDir());
        var watch = consul.watch(service + "-internal", snapshots, telemetry);
        return new RemoteService(service, watch, callLimits(), telemetry);
    }

    /** What is not of ours and in no Consul: it has one address, and what it answers is its own. */
    public RemoteService remote(String service, URI url) {
        var endpoints = List.of(new Endpoint(service, url.getHost(), url.getPort()));
        return new RemoteService(service, () -> endpoints, callLimits(), telemetry);
    }

    /** Half of what a socket answers at once: while one service hangs, there is room for what does not ask it. */
    private CallLimits callLimits() {
        return new CallLimits(retryBudget, Math.max(1, config.http().maxConcurrent() / 2));
    }

    /** Verifies access tokens with the keys that {@code publisher} publishes. */
    public Tokens tokens(TokensConfig tokens, RemoteService publisher) {
        var keys = new KeySet(publisher, config.stateDir());
        every("key-set", Duration.ofSeconds(1), () -> {
            keys.refresh();
            return false;
        });
        return new Tokens(tokens, keys, Clock.systemUTC());
    }

    /** Runs {@code round} from the start to the stop of the service, with a pause between quiet rounds. */
    public void every(String loop, Duration pause, BackgroundLoop.Round round) {
        loops.add(new BackgroundLoop(loop, pause, round));
    }

    /** Everything served to the public and to other services, as {@code GET /orders/{id}}. */
    public Set<String> operations() {
        return operations;
    }

    /** Listens, begins the background work and, when all of it stands, tells Consul. */
    public Service start(Routes publicRoutes, Routes internalRoutes) {
        operations = Stream.concat(publicRoutes.operations().stream(), internalRoutes.operations().stream())
                .collect(Collectors.toUnmodifiableSet());
        var http = new HttpServer(
                config.http(), telemetry, ApiDescription.addTo(publicRoutes), internalRoutes, admin.routes());
        http.start();
        server = http;
        loops.forEach(BackgroundLoop::start);
        admin.ready(true);
        registrar = consul.register(new Registrar.Instance(
                name,
                config.instance(),
                version(),
                config.http().advertised(),
                http.publicPort(),
                http.internalPort(),
                http.adminPort()));
        LOG.log(
                Level.INFO,
                "started: public {0,number,#}, internal {1,number,#}, admin {2,number,#}",
                http.publicPort(),
                http.internalPort(),
                http.adminPort());
        return this;
    }

    /** The sockets, once started. */
    public HttpServer http() {
        return Objects.requireNonNull(server, "not started");
    }

    /** Leaves without losing a request, then stops everything; the second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        LOG.log(Level.INFO, "leaving");
        admin.ready(false);
        if (server != null && registrar != null) {
            drain(server, registrar);
        }
        BackgroundLoop.closeAll(loops);
        if (server != null) {
            quietly(server::stop);
        }
        if (registrar != null) {
            quietly(registrar::deregister);
        }
        while (!parts.isEmpty()) {
            quietly(parts.pop()::close);
        }
    }

    private void drain(HttpServer http, Registrar entry) {
        http.drain();
        quietly(entry::leave);
        quietly(() -> Thread.sleep(config.http().drain()));
    }

    private <T extends AutoCloseable> T own(T part) {
        parts.push(part);
        return part;
    }

    private String version() {
        if (!config.version().isEmpty()) {
            return config.version();
        }
        return Optional.ofNullable(Service.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /** One part that fails to stop must not keep the others from stopping. */
    private static void quietly(Stop stop) {
        try {
            stop.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "failed to stop cleanly", e);
        }
    }

    @FunctionalInterface
    private interface Stop {
        void run() throws Exception;
    }
}
