package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.stream.Stream;

/** One replica of each service, with a collector or without telemetry, and what they cost while they are the shop. */
final class TelemetrySide implements AutoCloseable {
    private static final List<String> SERVICES = List.of("user", "product", "order", "payment");

    /** By then next to nothing is compiled any more that a request passes. */
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    /** Until as much leaves the collector as comes in, which keeps a trace for two seconds. */
    private static final Duration STEADY = Duration.ofSeconds(4);

    private static final Duration TIME = Duration.ofSeconds(20);
    private static final Duration ARRIVAL = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int ALL = 100;

    /** How far from the share that shall be kept that of some thousand traces may be. */
    private static final double TOLERANCE = 0.03;

    private final String name;
    private final int percent;
    private final List<Collector> collector;
    private final List<BenchedReplica> replicas = new ArrayList<>();
    private final Map<String, URI> addresses = new HashMap<>();

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
        this.collector = percent == 0 ? List.of() : List.of(collector(percent));
        var isUp = false;
        try {
            for (var service : SERVICES) {
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
        var stock = process(service + "-1");
        var own = collector.isEmpty()
                ? Map.of("SHOP_TELEMETRY_ENABLED", "false")
                : Map.of(
                        "SHOP_TELEMETRY_OTLP_ENDPOINT",
                        collector.getFirst().otlp().toString());
        var replica = new BenchedReplica(instance, stock.commandWithBothCompilers(), stock.environment(), own);
        replicas.add(replica);
        addresses.put(service, replica.publicAddress());
    }

    String name() {
        return name;
    }

    List<Aside.Replica> replicas() {
        return replicas.stream()
                .map(replica -> new Aside.Replica(replica.instance(), replica.running()))
                .toList();
    }

    /** Those of the stack itself. */
    static List<Aside.Replica> stock() {
        return Part.all().stream()
                .filter(part -> part.isReplica() && SERVICES.stream().anyMatch(part::serves))
                .map(part -> new Aside.Replica(part.name(), new Running(part.pid())))
                .toList();
    }

    void warmUp(OrdinaryDay day) {
        day.hurry(this::address, WARM_UP);
    }

    /**
     * What a journey costs in the midst of a steady load: as many spans wait somewhere at its end as at its beginning.
     * Neither the replicas nor the collector may lose any.
     */
    Cost turn(OrdinaryDay day) {
        var first = day.goOn(this::address, STEADY);
        var lost = lost();
        var parts = parts();
        var before = parts.stream().map(TelemetrySide::cpuMillis).toList();
        var gone = day.goOn(this::address, TIME);
        var each = new ArrayList<Double>();
        for (var part = 0; part < parts.size(); part++) {
            each.add((double) (cpuMillis(parts.get(part)) - before.get(part)) / gone.journeys());
        }
        assertThat(lost()).as("spans lost by " + name).isEqualTo(lost);
        var traces = Stream.concat(first.traces().stream(), gone.traces().stream());
        collector.forEach(own -> requireNoneLost(own, traces.toList()));
        return new Cost(each.get(0), each.get(1), each.get(2), each.get(3));
    }

    private List<List<Running>> parts() {
        return List.of(
                replicas.stream().map(BenchedReplica::running).toList(),
                SERVICES.stream().map(service -> process(service + "-db")).toList(),
                collector.stream().map(Collector::running).toList(),
                List.of(process("zipkin")));
    }

    private URI address(String service) {
        return Objects.requireNonNull(addresses.get(service), service);
    }

    /** Spans that the collector has not had, so far. */
    private double lost() {
        return replicas.stream()
                .mapToDouble(replica -> replica.counted("telemetry_spans_lost_total"))
                .sum();
    }

    /** What the collector takes it hands on, where all is kept, and refuses nothing. */
    private void requireNoneLost(Collector own, List<String> traces) {
        var stored = new StoredTraces(SERVICES);
        await().atMost(ARRIVAL)
                .pollInterval(LOOK)
                .untilAsserted(() -> assertThat((double) stored.kept(traces) / traces.size())
                        .isBetween(percent / 100.0 - TOLERANCE, percent / 100.0 + TOLERANCE));
        // Who settles orders looks for some all the time, which makes spans.
        try (var _ = new Aside(replicas())) {
            await().atMost(ARRIVAL).pollInterval(LOOK).untilAsserted(() -> {
                assertThat(own.counted("otelcol_receiver_refused_spans")).isZero();
                assertThat(own.counted("otelcol_exporter_send_failed_spans")).isZero();
                if (percent == ALL) {
                    assertThat(stored.kept(traces)).isEqualTo(traces.size());
                    assertThat(own.counted("otelcol_exporter_sent_spans"))
                            .isEqualTo(own.counted("otelcol_receiver_accepted_spans"));
                }
            });
        }
    }

    private static long cpuMillis(List<Running> processes) {
        return processes.stream().mapToLong(process -> process.cpu().toMillis()).sum();
    }

    private static Running process(String part) {
        return new Running(Part.named(part).pid());
    }

    @Override
    public void close() {
        replicas.forEach(BenchedReplica::close);
        collector.forEach(Collector::close);
    }
}
