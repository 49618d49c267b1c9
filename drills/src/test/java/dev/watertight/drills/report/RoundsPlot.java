package dev.watertight.drills.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Several measurements beside each other, each with a dot for every round and the limit it has to keep, as one SVG. */
public final class RoundsPlot {
    private static final int HEIGHT = 320;
    private static final double ROOM = 1.08;
    private static final double HALF_A_LIMIT = 0.3;
    private static final String STYLE = """
            <style>
            .tick { font: 12px sans-serif; fill: #5b6675; } .end { text-anchor: end; } .middle { text-anchor: middle; }
            .grid { stroke: #dfe3e8; }
            .round { fill: #3f7fc1; fill-opacity: .6; } .limit { stroke: #c8372d; stroke-width: 2; stroke-dasharray: 6 4; }
            </style>
            """;

    private final List<Column> columns = new ArrayList<>();
    private final String unit;

    public RoundsPlot(String unit) {
        this.unit = unit;
    }

    private record Column(String name, OptionalDouble limit, List<Double> rounds) {
        DoubleStream values() {
            return Stream.concat(rounds.stream(), limit.stream().boxed()).mapToDouble(Double::doubleValue);
        }
    }

    /** A measurement that has to keep a limit. */
    public RoundsPlot column(String name, double limit, List<Double> rounds) {
        columns.add(new Column(name, OptionalDouble.of(limit), rounds));
        return this;
    }

    /** One to compare with. */
    public RoundsPlot column(String name, List<Double> rounds) {
        columns.add(new Column(name, OptionalDouble.empty(), rounds));
        return this;
    }

    public String svg(String title) {
        var highest = columns.stream().flatMapToDouble(Column::values).max().orElse(1);
        var plot = new Plot(HEIGHT, columns.size() + 1.0, highest * ROOM);
        plot.values(unit);
        for (var number = 0; number < columns.size(); number++) {
            draw(plot, number + 1, columns.get(number));
        }
        return plot.file(title, STYLE);
    }

    private static void draw(Plot plot, int at, Column column) {
        plot.column(at, column.name());
        column.limit().ifPresent(limit -> plot.line("limit", at - HALF_A_LIMIT, limit, at + HALF_A_LIMIT, limit));
        column.rounds().forEach(round -> plot.dot("round", at, round));
    }
}
