package dev.watertight.drills;

import static dev.watertight.drills.bench.TelemetryTax.middle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.drills.TelemetrySide.Subject;
import dev.watertight.drills.bench.FreePort;
import dev.watertight.drills.bench.Running;
import dev.watertight.drills.bench.TelemetryTax;
import dev.watertight.drills.bench.TelemetryTax.Cost;
import dev.watertight.drills.report.RoundsPlot;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What telemetry costs in processor time: a product that is read, which costs as little as a request can, and an order that is
 * placed, which leaves more spans than any other, both at a steady rate far below what a replica can do. On the one side a
 * replica as shipped, its share of a collector of its own, and what the trace store takes of it; on the other the same
 * service with {@code SHOP_TELEMETRY_ENABLED=false}: no request, call or statement passes anything of OpenTelemetry's, there
 * is no meter, and what Prometheus scrapes is empty. What both sides of a request ask of other services is left out. Warm and
 * with both of the JVM's compilers; all sides in turn, in another order each round; a second replica without is the control.
 *
 * <p>A service makes all of its spans whatever is kept: the collector decides. So one replica stands for all sides with
 * telemetry, and only its collector is another one in each turn. One of them is there to compare with: it does
 * nothing but pass on what it gets, the least there can be.
 */
final class TelemetryBench {
    private static final double MOST_AS_SHIPPED = 1.15;
    private static final double MOST_AT_A_TENTH = 1.08;

    /** Of ten traces one is kept, by a hash of its id. */
    private static final double LEAST_KEPT = 0.05;

    private static final double MOST_KEPT = 0.15;

    private static final Kind OFF = new Kind(TelemetryTax.OFF, 0, List.of());
    private static final Kind OFF_AGAIN = new Kind(TelemetryTax.OFF_AGAIN, 0, List.of());
    private static final Kind ALL = new Kind("asShipped", 100, List.of());
    private static final Kind TENTH = new Kind("atATenth", 10, List.of());
    private static final Kind PASSED_ON =
            new Kind("passedOn", 100, List.of("--set=service.pipelines.traces.processors=[]"));

    private static final List<String> SPANS_OF_AN_ORDER = List.of(
            "post /orders",
            "insert idempotency_keys",
            "insert orders",
            "insert order_lines",
            "insert settlement_work",
            "select orders order_lines",
            "settle reserve",
            "post /reservations",
            "update orders",
            "update order_lines",
            "settle charge",
            "post /charges",
            "settle commit",
            "post /reservations/{orderid}/commit",
            "update orders",
            "update idempotency_keys",
            "delete settlement_work",
            "update idempotency_keys",
            "select idempotency_keys");

    private final Running collector = new Running(Part.named("otel-collector").pid());
    private final Running store = new Running(Part.named("zipkin").pid());

    /** @param percent of the traces that are kept; 0 is without telemetry */
    private record Kind(String name, int percent, List<String> options) {
        boolean makesSpans() {
            return percent > 0;
        }
    }

    @Test
    void costsLittle() throws IOException {
        var read = tax(reading(), Duration.ofSeconds(16), List.of(OFF, OFF_AGAIN, ALL, TENTH, PASSED_ON));
        var placed = tax(placing(), Duration.ofSeconds(60), List.of(OFF, OFF_AGAIN, ALL, TENTH));
        var files = new RunFiles("bench-telemetry");
        var numbers = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight bench telemetry"));
        numbers.put("limits", Map.of(ALL.name(), MOST_AS_SHIPPED, TENTH.name(), MOST_AT_A_TENTH));
        numbers.put("read", inShort(read));
        numbers.put("placed", inShort(placed));
        Progress.say("numbers: " + files.write(numbers));
        Progress.say("picture: " + files.write("svg", picture(read, placed)));
        judge(read, placed);
    }

    private static void judge(TelemetryTax read, TelemetryTax placed) {
        for (var tax : List.of(read, placed)) {
            assertThat(middle(tax.withCollector(ALL.name()))).isLessThanOrEqualTo(MOST_AS_SHIPPED);
            assertThat(middle(tax.withCollector(TENTH.name()))).isLessThanOrEqualTo(MOST_AT_A_TENTH);
        }
    }

    private static Subject reading() {
        var listed = new Http(Addresses.edge()).get("/products?limit=1").json();
        var item = "/products/" + listed.at("/items/0/id").asText();
        return new Subject("product", 1_000, 200, List.of("get /products/{id}", "select products"), address -> {
            var http = new Http(address);
            return () -> http.get(item);
        });
    }

    private static Subject placing() {
        var customer = Customer.register();
        var order = Customer.orderOf(customer.anyProduct(), 1, "tok_approve");
        return new Subject("order", 40, 201, SPANS_OF_AN_ORDER, address -> {
            var http = customer.http().at(address);
            return () ->
                    http.with("Idempotency-Key", UUID.randomUUID().toString()).post("/orders", order);
        });
    }

    private TelemetryTax tax(Subject subject, Duration warmUp, List<Kind> kinds) throws IOException {
        var address = URI.create("http://127.0.0.1:" + FreePort.any());
        var without = Map.of("SHOP_TELEMETRY_ENABLED", "false");
        try (var off = replica(subject, "11", without);
                var offAgain = replica(subject, "12", without);
                var on = replica(subject, "13", Map.of("SHOP_TELEMETRY_OTLP_ENDPOINT", address.toString()))) {
            var withTelemetry = new TelemetrySide(subject, on, store);
            var sides = new LinkedHashMap<Kind, TelemetrySide>();
            kinds.forEach(kind -> sides.put(kind, withTelemetry));
            sides.put(OFF, new TelemetrySide(subject, off, store).busy(warmUp));
            sides.put(OFF_AGAIN, new TelemetrySide(subject, offAgain, store).busy(warmUp));
            try (var _ = new BenchedCollector(collector, address, 1, List.of())) {
                withTelemetry.busy(warmUp);
            }
            return new TelemetryTax(rounds(subject, sides, address));
        }
    }

    private List<Map<String, Cost>> rounds(Subject subject, Map<Kind, TelemetrySide> sides, URI address)
            throws IOException {
        var rounds = new ArrayList<Map<String, Cost>>();
        var order = new ArrayList<>(sides.entrySet());
        for (var round = 1; round <= Integer.getInteger("watertight.bench.rounds", 5); round++) {
            Collections.shuffle(order);
            var costs = new LinkedHashMap<String, Cost>();
            for (var side : order) {
                costs.put(side.getKey().name(), cost(subject, side.getKey(), side.getValue(), address));
            }
            Progress.say("%s, round %d: %s".formatted(subject.service(), round, costs));
            rounds.add(costs);
        }
        return rounds;
    }

    /** In milliseconds; and none of the spans that were made may be lost. */
    private Cost cost(Subject subject, Kind kind, TelemetrySide side, URI address) throws IOException {
        if (!kind.makesSpans()) {
            return side.turn(List.of()).cost();
        }
        try (var own = new BenchedCollector(collector, address, kind.percent(), kind.options())) {
            var turn = side.turn(List.of(own));
            var made = turn.traces().size() * subject.spans().size();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(own.counted("otelcol_receiver_accepted_spans"))
                            .isGreaterThanOrEqualTo(made));
            requireNoneLost(subject, kind, turn.traces());
            return turn.cost();
        }
    }

    private static void requireNoneLost(Subject subject, Kind kind, List<String> traces) {
        var stored = new StoredTraces(subject.service());
        var least = kind.percent() == 100 ? traces.size() : (long) (LEAST_KEPT * traces.size());
        var most = kind.percent() == 100 ? traces.size() : (long) (MOST_KEPT * traces.size());
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(stored.kept(traces)).isBetween(least, most);
            assertThat(stored.missing(traces, subject.spans())).isZero();
        });
    }

    private static Map<String, Object> inShort(TelemetryTax tax) {
        var numbers = new LinkedHashMap<String, Object>();
        numbers.put("offOfOff", middle(tax.offOfOff()));
        tax.rounds().getFirst().keySet().forEach(side -> numbers.put(side, tax.medians(side)));
        numbers.put("rounds", tax.rounds());
        return numbers;
    }

    private static String picture(TelemetryTax read, TelemetryTax placed) {
        return new RoundsPlot("times without telemetry")
                .column("read, as shipped", MOST_AS_SHIPPED, read.withCollector(ALL.name()))
                .column("a tenth kept", MOST_AT_A_TENTH, read.withCollector(TENTH.name()))
                .column("only passed on", read.withCollector(PASSED_ON.name()))
                .column("the replica alone", MOST_AS_SHIPPED, read.replica(ALL.name()))
                .column("without, again", read.offOfOff())
                .column("placed, as shipped", MOST_AS_SHIPPED, placed.withCollector(ALL.name()))
                .column("a tenth kept", MOST_AT_A_TENTH, placed.withCollector(TENTH.name()))
                .column("the replica alone", MOST_AS_SHIPPED, placed.replica(ALL.name()))
                .column("without, again", placed.offOfOff())
                .svg("Processor time of a request with telemetry, the replica and its share of the collector");
    }

    private static BenchedReplica replica(Subject subject, String number, Map<String, String> own) throws IOException {
        var stock = subject.process("1");
        return new BenchedReplica(
                        subject.service() + "-" + number, stock.commandWithBothCompilers(), stock.environment(), own)
                .hidden();
    }
}
