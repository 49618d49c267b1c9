package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.drills.bench.Paused;
import dev.watertight.drills.bench.Running;
import dev.watertight.drills.bench.TelemetryTax.Cost;
import dev.watertight.drills.collector.Collector;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One replica of each service, with a collector or without telemetry, and what they cost while they are the shop. They have
 * no workers: one that is paused while it leases an order holds up whoever places the next.
 */
final class TelemetrySide implements AutoCloseable {
    /** By then most is compiled that a request passes. */
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    /** Until as much leaves the collector as comes in, which keeps a trace for two seconds. */
    private static final Duration STEADY = Duration.ofSeconds(4);

    private static final Duration TIME = Duration.ofSeconds(10);
    private static final Duration ARRIVAL = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int ALL = 100;

    /** How far from the share that shall be kept that of some thousand traces may be. */
    private static final double TOLERANCE = 0.03;

    /**
     * A compiler that ended would take along what it has used, which is told apart by thread; and one that waits for a
     * tenth of the calls has done after a minute what takes ten otherwise.
     */
    private static final List<String> COMPILERS =
            List.of("-XX:-UseDynamicNumberOfCompilerThreads", "-XX:CompileThresholdScaling=0.1");

    /** Services with workers, which go on with what was not done at once. */
    private static final Set<String> WORKING = Set.of("order", "payment");

    private static final String TAKEN = "otelcol_receiver_accepted_spans";
    private static final String SENT = "otelcol_exporter_sent_spans";

    /** Of the collector: what of it is counted where spans are lost, or are to be sent again. */
    private static final List<String> LOSSES = List.of(
            "otelcol_receiver_refused_spans",
            "otelcol_processor_tail_sampling_sampling_trace_dropped_too_early",
            "otelcol_exporter_enqueue_failed_spans",
            "otelcol_exporter_send_failed_spans");

    private final String name;
    private final int percent;
    private final List<Collector> collectors;
    private final List<BenchedReplica> replicas = new ArrayList<>();
    private final Map<String, URI> addresses = new HashMap<>();
    private final List<Running> databases = Part.SERVICES.stream()
            .map(service -> Part.named(service + "-db").running())
            .toList();
    private final List<Running> stores = List.of(Part.named("zipkin").running());

    /**
     * Starts them, with both of the JVM's compilers.
     *
     * @param number what the names of the replicas end with
     * @param percent of the traces that the collector keeps, of those that neither failed nor were slow; 0 is without
     *     telemetry
     */
    TelemetrySide(String name, String number, int percent) throws IOException {
        this.name = name;
        this.percent = percent;
        this.collectors = percent == 0 ? List.of() : List.of(collector(percent));
        var isUp = false;
        try {
            for (var service : Part.SERVICES) {
                start(service, service + "-" + number);
            }
            isUp = true;
        } finally {
            if (!isUp) {
                close();
            }
        }
    }

    private static Collector collector(int percent) {
        var store = "exporters: {zipkin: {endpoint: \"%s/api/v2/spans\"}}".formatted(Addresses.zipkin());
        return Operator.collector(store, Map.of("SAMPLING_PERCENTAGE", Integer.toString(percent)));
    }

    private void start(String service, String instance) throws IOException {
        var stock = Part.named(service + "-1").running();
        var own = new HashMap<>(Map.of("SHOP_TELEMETRY_ENABLED", Boolean.toString(!collectors.isEmpty())));
        collectors.forEach(collector ->
                own.put("SHOP_TELEMETRY_OTLP_ENDPOINT", collector.otlp().toString()));
        if (WORKING.contains(service)) {
            own.put("SHOP_WORKERS", "0");
        }
        var command = new ArrayList<>(stock.commandWithBothCompilers());
        command.addAll(1, COMPILERS);
        var replica = new BenchedReplica(instance, command, stock.environment(), own);
        replicas.add(replica);
        addresses.put(service, replica.publicAddress());
    }

    String name() {
        return name;
    }

    List<String> instances() {
        return replicas.stream().map(BenchedReplica::instance).toList();
    }

    List<Running> processes() {
        return replicas.stream().map(BenchedReplica::running).toList();
    }

    void warmUp(OrdinaryDay day) {
        day.saturate(this::address, WARM_UP);
    }

    /**
     * What a journey costs in the midst of a steady load: as many spans wait somewhere at its end as at its beginning.
     * Neither the replicas nor the collector may lose any.
     */
    Cost turn(OrdinaryDay day) {
        var lost = lost();
        var first = day.ask(this::address, STEADY);
        var before = used();
        var asked = day.ask(this::address, TIME);
        var used = used().minus(before);
        requireNoneLost(
                lost,
                Stream.concat(first.traces().stream(), asked.traces().stream()).toList());
        return used.each(asked.journeys());
    }

    private Used used() {
        var compilers = millis(processes(), Running::cpuOfCompilers);
        return new Used(
                millis(processes(), Running::cpu) - compilers,
                compilers,
                millis(databases, Running::cpu),
                millis(collectors.stream().map(Collector::running).toList(), Running::cpu),
                millis(stores, Running::cpu));
    }

    /** Milliseconds of processor time. */
    private record Used(long replicas, long compilers, long databases, long collector, long store) {
        Used minus(Used before) {
            return new Used(
                    replicas - before.replicas,
                    compilers - before.compilers,
                    databases - before.databases,
                    collector - before.collector,
                    store - before.store);
        }

        Cost each(double journeys) {
            return new Cost(
                    replicas / journeys,
                    compilers / journeys,
                    databases / journeys,
                    collector / journeys,
                    store / journeys);
        }
    }

    private void requireNoneLost(double lost, List<String> traces) {
        collectors.forEach(collector -> awaitStored(collector, traces));
        assertThat(lost()).as("spans lost by " + name).isEqualTo(lost);
    }

    /** What the collector takes it hands on, where all is kept. */
    private void awaitStored(Collector collector, List<String> traces) {
        var stored = new StoredTraces(Part.SERVICES);
        var share = percent / 100.0;
        await().atMost(ARRIVAL)
                .pollInterval(LOOK)
                .untilAsserted(() -> assertThat((double) stored.kept(traces) / traces.size())
                        .isBetween(percent == ALL ? 1 : share - TOLERANCE, share + TOLERANCE));
        if (percent == ALL) {
            // What is compared with other services' books makes spans all the time.
            try (var _ = new Paused(processes())) {
                await().atMost(ARRIVAL)
                        .pollInterval(LOOK)
                        .untilAsserted(() -> assertThat(collector.counted(SENT)).isEqualTo(collector.counted(TAKEN)));
            }
        }
    }

    private URI address(String service) {
        return Objects.requireNonNull(addresses.get(service), service);
    }

    /** Spans lost anywhere, so far. */
    private double lost() {
        var ofReplicas = replicas.stream().mapToDouble(replica -> replica.counted("telemetry_spans_lost_total"));
        var ofCollectors = collectors.stream()
                .flatMap(collector -> LOSSES.stream().map(collector::counted))
                .mapToDouble(Double::doubleValue);
        return ofReplicas.sum() + ofCollectors.sum();
    }

    private static long millis(List<Running> processes, Function<Running, Duration> cpu) {
        return processes.stream()
                .mapToLong(process -> cpu.apply(process).toMillis())
                .sum();
    }

    @Override
    public void close() {
        replicas.forEach(BenchedReplica::close);
        collectors.forEach(Collector::close);
    }
}
