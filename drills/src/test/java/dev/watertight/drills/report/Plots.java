package dev.watertight.drills.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The pictures of a drill: orders by state, the oldest pending one, and the faults part by part. */
final class Plots {
    private static final int LANE = 22;
    private static final int MARGINS = 40;

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
        var plot = new Plot(300, longest, highest(Sample::all)).shaded(marks).axes("orders");
        List<ToDoubleFunction<Sample>> layers =
                List.of(Sample::confirmed, Sample::rejected, Sample::cancelled, Sample::pending, Sample::asking);
        var styles = List.of("confirmed", "rejected", "cancelled", "pending", "asking");
        var low = new double[seconds.length];
        for (var layer = 0; layer < layers.size(); layer++) {
            var high = values(layers.get(layer));
            for (var i = 0; i < high.length; i++) {
                high[i] += low[i];
            }
            plot.area(styles.get(layer), seconds, low, high);
            low = high;
        }
        return plot.svg("Orders by state over time");
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
