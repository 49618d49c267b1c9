package dev.watertight.drills.report;

import dev.watertight.drills.scaling.Measurement;
import dev.watertight.drills.scaling.Requests;
import dev.watertight.drills.scaling.Scaling;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;

/** The pictures of how a service scaled: over its replicas, what it kept, and how the others fared. */
final class ScalingPlots {
    private static final int HEIGHT = 320;
    private static final double ROOM = 1.08;
    private static final List<String> STYLES = List.of("confirmed", "cancelled", "pending");

    private final Scaling scaling;
    private final List<Integer> counts;

    ScalingPlots(Scaling scaling) {
        this.scaling = scaling;
        this.counts = scaling.counts();
    }

    String rates() {
        var most = counts.getLast();
        var one = scaling.rate(counts.getFirst()) / counts.getFirst();
        var highest =
                scaling.measurements().stream().mapToDouble(Measurement::rate).reduce(one * most, Math::max);
        var plot = plot(highest, "requests/s");
        plot.curve("ideal", new double[] {0, most}, new double[] {0, one * most});
        plot.curve("rates", columns(), values(scaling::rate));
        scaling.measurements().forEach(each -> plot.dot("kill", each.replicas(), each.rate()));
        return plot.svg("Requests a second by replicas, with the ideal line");
    }

    String others() {
        var highest = scaling.measurements().stream()
                .flatMap(each -> each.others().values().stream())
                .mapToDouble(Requests::p99Ms)
                .max()
                .orElse(1);
        var plot = plot(highest, "p99, ms");
        for (var other : scaling.others()) {
            plot.curve("of-" + style(other), columns(), values(count -> scaling.p99(other, count)));
            scaling.measurements()
                    .forEach(each -> each.others().entrySet().stream()
                            .filter(entry -> entry.getKey().equals(other))
                            .forEach(entry -> plot.dot(
                                    style(other),
                                    each.replicas(),
                                    entry.getValue().p99Ms())));
        }
        return plot.svg("p99 of the other services by replicas of this one");
    }

    String legend() {
        return Page.legend(scaling.others().stream()
                .flatMap(other -> Stream.of(style(other), other))
                .toArray(String[]::new));
    }

    private String style(String other) {
        return STYLES.get(scaling.others().indexOf(other) % STYLES.size());
    }

    static String replicas(int count) {
        return count == 1 ? "1 replica" : count + " replicas";
    }

    private Plot plot(double highest, String unit) {
        var plot = new Plot(HEIGHT, counts.getLast() * ROOM, highest * ROOM).values(unit);
        counts.forEach(count -> plot.column(count, replicas(count)));
        return plot;
    }

    private double[] columns() {
        return counts.stream().mapToDouble(Integer::doubleValue).toArray();
    }

    private double[] values(IntToDoubleFunction value) {
        return counts.stream().mapToInt(Integer::intValue).mapToDouble(value).toArray();
    }
}
