package dev.watertight.drills.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The pictures of a drill: orders by state, the oldest pending one, and the faults part by part. */
final class Plots {
    private static final int LANE = 22;
    private static final int MARGINS = 40;

    private static final int LEGEND = 90;
    private static final String ORDERS = "Orders by state over time";
    private static final List<String> LAYERS = List.of("confirmed", "rejected", "cancelled", "pending", "asking");

    private static final String FILE_STYLE = """
            <style>
            .tick { font: 12px sans-serif; fill: #5b6675; } .end { text-anchor: end; } .middle { text-anchor: middle; }
            .grid { stroke: #dfe3e8; } .shade { fill: #c8372d; fill-opacity: .08; } .confirmed { fill: #2f8f5b; }
            .rejected { fill: #8c96a3; } .cancelled { fill: #7a63b8; } .pending { fill: #e0a100; } .asking { fill: #e4703a; }
            </style>
            """;

    /** More than that no picture shows. */
    private static final int MOST_SAMPLES = 500;

    private final List<Sample> samples;
    private final List<Mark> marks;
    private final double[] seconds;
    private final double longest;

    Plots(List<Sample> samples, List<Mark> marks) {
        this.samples = thinned(samples);
        this.marks = marks;
        this.seconds = values(Sample::second);
        this.longest = samples.stream().mapToDouble(Sample::second).max().orElse(1);
    }

    /** Of those that share a place the one with the oldest pending order, so that no peak is lost; and how it ended. */
    private static List<Sample> thinned(List<Sample> samples) {
        var together = Math.ceilDiv(samples.size(), MOST_SAMPLES);
        var kept = new ArrayList<Sample>();
        for (var from = 0; from < samples.size(); from += together) {
            var place = samples.subList(from, Math.min(from + together, samples.size()));
            kept.add(place.stream()
                    .max(Comparator.comparingDouble(Sample::oldestPending))
                    .orElseThrow());
        }
        if (!samples.isEmpty()) {
            kept.set(kept.size() - 1, samples.getLast());
        }
        return kept;
    }

    String orders() {
        return ordersPlot().svg(ORDERS);
    }

    /** The same as a file of its own, with its legend. */
    String ordersFile() {
        var plot = ordersPlot();
        for (var layer = 0; layer < LAYERS.size(); layer++) {
            var style = LAYERS.get(layer);
            plot.text(
                    "tick " + style,
                    plot.x(0) + 12 + layer * LEGEND,
                    24,
                    style.equals("asking") ? "no answer yet" : style);
        }
        return plot.file(ORDERS, FILE_STYLE);
    }

    private Plot ordersPlot() {
        var plot = new Plot(300, longest, highest(Sample::all)).shaded(marks).axes("orders");
        List<ToDoubleFunction<Sample>> layers =
                List.of(Sample::confirmed, Sample::rejected, Sample::cancelled, Sample::pending, Sample::asking);
        var low = new double[seconds.length];
        for (var layer = 0; layer < layers.size(); layer++) {
            var high = values(layers.get(layer));
            for (var i = 0; i < high.length; i++) {
                high[i] += low[i];
            }
            plot.area(LAYERS.get(layer), seconds, low, high);
            low = high;
        }
        return plot;
    }

    String unsettled() {
        var plot = new Plot(170, longest, highest(sample -> sample.pending() + sample.asking()))
                .shaded(marks)
                .axes("orders");
        var none = new double[seconds.length];
        var pending = values(Sample::pending);
        plot.area("pending", seconds, none, pending);
        plot.area("asking", seconds, pending, values(sample -> sample.pending() + sample.asking()));
        return plot.svg("Orders not settled over time");
    }

    String oldestPending() {
        var plot = new Plot(170, longest, highest(Sample::oldestPending))
                .shaded(marks)
                .axes("seconds");
        plot.curve("oldest", seconds, values(Sample::oldestPending));
        return plot.svg("Age of the oldest pending order over time");
    }

    /** A lane for each part that was broken. */
    String faults() {
        var parts = marks.stream().map(Mark::part).distinct().sorted().toList();
        var plot = new Plot(parts.size() * LANE + MARGINS, longest, parts.size()).seconds();
        var lanes = new ArrayList<>(parts).reversed();
        for (var lane = 0; lane < lanes.size(); lane++) {
            plot.text("tick end", plot.x(0) - 8, plot.y(lane + 0.5) + 4, lanes.get(lane));
            plot.line("grid", 0, lane, longest, lane);
        }
        for (var mark : marks) {
            var lane = lanes.indexOf(mark.part());
            plot.rectangle(style(mark.kind()), mark.from(), mark.until(), lane + 0.2, lane + 0.8);
        }
        return plot.svg("Faults over time");
    }

    private static String style(Mark.Kind kind) {
        return switch (kind) {
            case KILL -> "kill";
            case PAUSE -> "pause";
        };
    }

    private double highest(ToDoubleFunction<Sample> value) {
        return samples.stream().mapToDouble(value).max().orElse(1);
    }

    private double[] values(ToDoubleFunction<Sample> value) {
        return samples.stream().mapToDouble(value).toArray();
    }
}
