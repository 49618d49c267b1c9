package dev.watertight.drills;

import static dev.watertight.drills.bench.TelemetryTax.AS_SHIPPED;
import static dev.watertight.drills.bench.TelemetryTax.AT_A_TENTH;
import static dev.watertight.drills.bench.TelemetryTax.OFF;
import static dev.watertight.drills.bench.TelemetryTax.OFF_AGAIN;
import static dev.watertight.drills.bench.TelemetryTax.middle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.drills.bench.Paused;
import dev.watertight.drills.bench.TelemetryTax;
import dev.watertight.drills.bench.TelemetryTax.Cost;
import dev.watertight.drills.report.RoundsPlot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What telemetry costs in processor time on an ordinary day. On the one side a replica of each service as shipped, and a
 * collector; on the other the same services with {@code SHOP_TELEMETRY_ENABLED=false}: no request, call or statement passes
 * anything of OpenTelemetry's, there is no meter, and what Prometheus scrapes is empty. Counted are, as for orders and
 * listings, the replicas and their databases, in which the stack's own workers settle what is ordered meanwhile, and the
 * collector. Not counted is what the JVM's compilers use, as they compile once for all requests to come. JVMs are warm, and
 * have both compilers; all sides in turn, in another order each round, while the others stand still. No two JVMs compile
 * alike, so there are several shops of each kind; another side of each is the control.
 */
final class TelemetryBench {
    private static final double MOST_AS_SHIPPED = 1.15;
    private static final double MOST_AT_A_TENTH = 1.08;

    /** As the machine is quicker in one minute than in another, turns are short, and there are several of them. */
    private static final int ROUNDS_OF_EACH = 3;

    private final int shops = Integer.getInteger("watertight.bench.shops", 2);
    private final OrdinaryDay day = new OrdinaryDay();

    @Test
    void costsLittle() throws IOException {
        var tax = tax();
        var numbers = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight bench telemetry"));
        numbers.put("limits", Map.of(AS_SHIPPED, MOST_AS_SHIPPED, AT_A_TENTH, MOST_AT_A_TENTH));
        numbers.put("replicas", middle(tax.replicas()));
        numbers.put("offOfOff", middle(tax.offOfOff()));
        numbers.put("onOfOn", middle(tax.onOfOn()));
        Stream.of(AS_SHIPPED, AT_A_TENTH).forEach(side -> numbers.put(side, tax.medians(side)));
        numbers.put("rounds", tax.rounds());
        var plot = new RoundsPlot("times without telemetry")
                .column("as shipped", MOST_AS_SHIPPED, tax.of(AS_SHIPPED))
                .column("a tenth kept", MOST_AT_A_TENTH, tax.of(AT_A_TENTH))
                .column("as shipped, no databases", tax.withoutDatabases(AS_SHIPPED))
                .column("a tenth, no databases", tax.withoutDatabases(AT_A_TENTH))
                .column("without, again", tax.offOfOff())
                .column("with, again", tax.onOfOn());
        var files = new RunFiles("bench-telemetry");
        Progress.say("numbers: " + files.write(numbers));
        Progress.say("picture: "
                + files.write("svg", plot.svg("Processor time with telemetry: services, databases and collector")));
        assertThat(middle(tax.of(AS_SHIPPED))).isLessThanOrEqualTo(MOST_AS_SHIPPED);
        assertThat(middle(tax.of(AT_A_TENTH))).isLessThanOrEqualTo(MOST_AT_A_TENTH);
    }

    private TelemetryTax tax() throws IOException {
        var stock = Part.all().stream()
                .filter(part -> part.isReplica() && Part.SERVICES.stream().anyMatch(part::serves))
                .map(Part::name)
                .toList();
        var measured = new ArrayList<Map<String, Cost>>();
        for (var shop = 1; shop <= shops; shop++) {
            Progress.say("shop %d of %d of each kind".formatted(shop, shops));
            measured.addAll(rounds(stock));
        }
        return new TelemetryTax(measured);
    }

    private List<Map<String, Cost>> rounds(List<String> stock) throws IOException {
        try (var off = new TelemetrySide(OFF, "11", 0);
                var offAgain = new TelemetrySide(OFF_AGAIN, "12", 0);
                var asShipped = new TelemetrySide(AS_SHIPPED, "13", 100);
                var atATenth = new TelemetrySide(AT_A_TENTH, "14", 10)) {
            var sides = new ArrayList<>(List.of(off, offAgain, asShipped, atATenth));
            for (var side : sides) {
                alone(side, sides, stock, () -> side.warmUp(day));
            }
            var measured = new ArrayList<Map<String, Cost>>();
            for (var round = 1; round <= ROUNDS_OF_EACH; round++) {
                measured.add(round(sides, stock));
            }
            return measured;
        }
    }

    private Map<String, Cost> round(List<TelemetrySide> sides, List<String> stock) {
        var order = new ArrayList<>(sides);
        Collections.shuffle(order);
        var costs = new LinkedHashMap<String, Cost>();
        for (var side : order) {
            alone(side, sides, stock, () -> costs.put(side.name(), side.turn(day)));
        }
        Progress.say("a round: " + costs);
        return costs;
    }

    /** Order asks whichever replicas it finds. Those of the stack go on: one of them may lease an order while it is paused. */
    private void alone(TelemetrySide side, List<TelemetrySide> sides, List<String> stock, Runnable work) {
        day.renewToken();
        var others = sides.stream().filter(other -> other != side).toList();
        var instances = others.stream().flatMap(other -> other.instances().stream());
        var processes = others.stream().flatMap(other -> other.processes().stream());
        try (var _ = new Drained(Stream.concat(stock.stream(), instances).toList());
                var _ = new Paused(processes.toList())) {
            work.run();
        }
    }
}
