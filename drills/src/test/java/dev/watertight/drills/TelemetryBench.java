package dev.watertight.drills;

import static dev.watertight.drills.bench.TelemetryTax.middle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.drills.TelemetrySide.Journey;
import dev.watertight.drills.bench.FreePort;
import dev.watertight.drills.bench.Paused;
import dev.watertight.drills.bench.Running;
import dev.watertight.drills.bench.TelemetryTax;
import dev.watertight.drills.bench.TelemetryTax.Cost;
import dev.watertight.drills.bench.TelemetryTax.Share;
import dev.watertight.drills.report.RoundsPlot;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What telemetry costs in processor time on an ordinary day, as {@code ./watertight load shop} has it: most look, some log in,
 * some order. Each of the journeys is gone on at a steady rate far below what a replica can do. On the one side a replica as
 * shipped, and its share of a collector of its own; on the other the same service with
 * {@code SHOP_TELEMETRY_ENABLED=false}: no request, call or statement passes anything of OpenTelemetry's, there is no meter,
 * and what Prometheus scrapes is empty. What both sides ask of databases and of other services is left out. Warm and with
 * both of the JVM's compilers; all sides in turn, in another order each round; a second replica without is the control.
 *
 * <p>A service makes all of its spans whatever is kept: the collector decides. So one replica stands for all sides with
 * telemetry, and only its collector is another one in each turn.
 */
final class TelemetryBench {
    /** By then nothing is compiled any more that a request passes. */
    private static final Duration WARM_UP = Duration.ofSeconds(45);

    private static final double MOST_AS_SHIPPED = 1.15;
    private static final double MOST_AT_A_TENTH = 1.08;

    /** Of ten traces one is kept, by a hash of its id. */
    private static final double LEAST_KEPT = 0.05;

    private static final double MOST_KEPT = 0.15;
    private static final int ENOUGH_TO_COUNT = 500;

    private static final Kind OFF = new Kind(TelemetryTax.OFF, 0);
    private static final Kind OFF_AGAIN = new Kind(TelemetryTax.OFF_AGAIN, 0);
    private static final Kind ALL = new Kind("asShipped", 100);
    private static final Kind TENTH = new Kind("atATenth", 10);
    private static final List<Kind> KINDS = List.of(OFF, OFF_AGAIN, ALL, TENTH);

    private final Running collector = new Running(Part.named("otel-collector").pid());
    private final Running store = new Running(Part.named("zipkin").pid());

    /** @param percent of the traces that are kept; 0 is without telemetry */
    private record Kind(String name, int percent) {
        boolean makesSpans() {
            return percent > 0;
        }
    }

    @Test
    void costsLittle() throws IOException {
        var journeys = List.of(browsing(), loggingIn(), ordering());
        var numbers = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight bench telemetry"));
        numbers.put("limits", Map.of(ALL.name(), MOST_AS_SHIPPED, TENTH.name(), MOST_AT_A_TENTH));
        var plot = new RoundsPlot("times without telemetry");
        var shares = new ArrayList<Share>();
        for (var journey : journeys) {
            var tax = tax(journey);
            shares.add(new Share(journey.share(), tax));
            numbers.put(journey.name(), inShort(tax));
            plot.column(journey.name() + ": replica", tax.replica(ALL.name()));
            plot.column("and collector", tax.withCollector(ALL.name()));
            plot.column("a tenth kept", tax.withCollector(TENTH.name()));
        }
        var day = TelemetryTax.together(shares);
        numbers.put("day", inShort(day));
        plot.column("a day", MOST_AS_SHIPPED, day.withCollector(ALL.name()))
                .column("a tenth kept", MOST_AT_A_TENTH, day.withCollector(TENTH.name()))
                .column("without, again", day.offOfOff());
        var files = new RunFiles("bench-telemetry");
        Progress.say("numbers: " + files.write(numbers));
        Progress.say("picture: "
                + files.write(
                        "svg", plot.svg("Processor time with telemetry, the replica and its share of the collector")));
        assertThat(middle(day.withCollector(ALL.name()))).isLessThanOrEqualTo(MOST_AS_SHIPPED);
        assertThat(middle(day.withCollector(TENTH.name()))).isLessThanOrEqualTo(MOST_AT_A_TENTH);
    }

    private static Journey browsing() {
        var listed = new Http(Addresses.edge()).get("/products?limit=1").json();
        var item = listed.at("/items/0");
        var search = "/products?q=" + item.path("name").asText().substring(0, 3).strip();
        return new Journey("browse", "product", 0.8, 100, address -> {
            var http = new Http(address);
            return () -> List.of(
                    http.get("/products?limit=20"),
                    http.get(search),
                    http.get("/products/" + item.path("id").asText()));
        });
    }

    private static Journey loggingIn() {
        var credentials = Customer.register().credentials();
        return new Journey("log in", "user", 0.05, 4, address -> {
            var http = new Http(address);
            return () -> List.of(http.post("/sessions", credentials));
        });
    }

    private static Journey ordering() {
        var customer = Customer.register();
        var order = Customer.orderOf(customer.anyProduct(), 1, "tok_approve");
        return new Journey("order", "order", 0.15, 40, address -> {
            var http = customer.http().at(address);
            return () -> {
                var placed = http.with("Idempotency-Key", UUID.randomUUID().toString())
                        .post("/orders", order);
                return List.of(placed, http.get(placed.header("Location")));
            };
        });
    }

    private TelemetryTax tax(Journey journey) throws IOException {
        var address = URI.create("http://127.0.0.1:" + FreePort.any());
        var without = Map.of("SHOP_TELEMETRY_ENABLED", "false");
        try (var off = replica(journey, "11", without);
                var offAgain = replica(journey, "12", without);
                var on = replica(journey, "13", Map.of("SHOP_TELEMETRY_OTLP_ENDPOINT", address.toString()))) {
            var withTelemetry = new TelemetrySide(journey, on, store);
            var sides = new LinkedHashMap<Kind, TelemetrySide>();
            KINDS.forEach(kind -> sides.put(kind, withTelemetry));
            sides.put(OFF, new TelemetrySide(journey, off, store).busy(WARM_UP));
            sides.put(OFF_AGAIN, new TelemetrySide(journey, offAgain, store).busy(WARM_UP));
            try (var _ = new BenchedCollector(collector, address, 1)) {
                withTelemetry.busy(WARM_UP);
            }
            return new TelemetryTax(rounds(journey, sides, address));
        }
    }

    private List<Map<String, Cost>> rounds(Journey journey, Map<Kind, TelemetrySide> sides, URI address)
            throws IOException {
        var rounds = new ArrayList<Map<String, Cost>>();
        var order = new ArrayList<>(sides.entrySet());
        for (var round = 1; round <= Integer.getInteger("watertight.bench.rounds", 3); round++) {
            Collections.shuffle(order);
            var costs = new LinkedHashMap<String, Cost>();
            for (var side : order) {
                try (var _ = new Paused(othersOf(side.getValue(), journey, sides.values()))) {
                    costs.put(side.getKey().name(), cost(journey, side.getKey(), side.getValue(), address));
                }
            }
            Progress.say("%s, round %d: %s".formatted(journey.service(), round, costs));
            rounds.add(costs);
        }
        return rounds;
    }

    /** An order settles wherever somebody comes to it first: while one replica is looked at, these stand still. */
    private static List<Running> othersOf(TelemetrySide side, Journey journey, Collection<TelemetrySide> sides) {
        var stock = Stream.of("1", "2").map(journey::process);
        return Stream.concat(stock, sides.stream().map(TelemetrySide::process))
                .filter(process -> !process.equals(side.process()))
                .distinct()
                .toList();
    }

    /** In milliseconds; neither the replica nor the collector may lose anything. */
    private Cost cost(Journey journey, Kind kind, TelemetrySide side, URI address) throws IOException {
        if (!kind.makesSpans()) {
            return side.turn(List.of()).cost();
        }
        try (var own = new BenchedCollector(collector, address, kind.percent())) {
            var turn = side.turn(List.of(own));
            requireNoneLost(kind, new StoredTraces(journey.service()), turn.traces(), own);
            assertThat(turn.lost()).isZero();
            return turn.cost();
        }
    }

    /** What the collector takes it hands on, where all is kept, and refuses nothing. */
    private static void requireNoneLost(Kind kind, StoredTraces stored, List<String> traces, BenchedCollector own) {
        var keepsAll = kind.percent() == 100;
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            var share = (double) stored.kept(traces) / traces.size();
            if (keepsAll) {
                assertThat(share).isEqualTo(1);
                assertThat(own.counted("otelcol_exporter_sent_spans"))
                        .isEqualTo(own.counted("otelcol_receiver_accepted_spans"));
            } else if (traces.size() > ENOUGH_TO_COUNT) {
                assertThat(share).isBetween(LEAST_KEPT, MOST_KEPT);
            }
        });
        assertThat(own.counted("otelcol_receiver_refused_spans")).isZero();
    }

    private static Map<String, Object> inShort(TelemetryTax tax) {
        var numbers = new LinkedHashMap<String, Object>();
        numbers.put("offOfOff", middle(tax.offOfOff()));
        tax.rounds().getFirst().keySet().forEach(side -> numbers.put(side, tax.medians(side)));
        numbers.put("rounds", tax.rounds());
        return numbers;
    }

    private static BenchedReplica replica(Journey journey, String number, Map<String, String> own) throws IOException {
        var stock = journey.process("1");
        return new BenchedReplica(
                        journey.service() + "-" + number, stock.commandWithBothCompilers(), stock.environment(), own)
                .hidden();
    }
}
