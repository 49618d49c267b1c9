package dev.watertight.drills.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What dashboards showed of an incident: curves over the same seconds, row below row, and when who did what, as one SVG. */
public final class IncidentPlot {
    private static final int ROW = 170;
    private static final int HEAD = 64;
    private static final int LINE = 16;
    private static final int LEGEND = 700;
    private static final int ENTRY = 75;

    /** So many times as far apart as the first two, values belong to different lines. */
    private static final double GAP = 6;

    private static final List<String> COLOURS = List.of("first", "second", "third");
    private static final String STYLE = """
            <style>
            .tick { font: 12px sans-serif; fill: #5b6675; } .end { text-anchor: end; } .middle { text-anchor: middle; }
            .title { font: bold 14px sans-serif; fill: #26303b; } .grid { stroke: #dfe3e8; }
            .moment { stroke: #c8372d; stroke-dasharray: 5 4; } .told { fill: #c8372d; fill-opacity: .1; }
            .curve { fill: none; stroke-width: 2; } .curve.first { stroke: #3f7fc1; } .tick.first { fill: #3f7fc1; }
            .curve.second { stroke: #2f8f5b; } .tick.second { fill: #2f8f5b; } .curve.third { stroke: #7a63b8; }
            .tick.third { fill: #7a63b8; }
            </style>
            """;

    private final List<Moment> moments;
    private final double longest;
    private final List<Row> rows = new ArrayList<>();

    /**
     * @param moments what happened, if anything did; the alert was on from the second to the last
     * @param longest seconds that the picture spans
     */
    public IncidentPlot(List<Moment> moments, double longest) {
        this.moments = List.copyOf(moments);
        this.longest = longest;
    }

    /** @param second from the left edge of the picture */
    public record Moment(double second, String name) {}

    /** Values over seconds, as many of the ones as of the others. */
    public record Curve(String name, List<Double> seconds, List<Double> values) {
        public Curve {
            seconds = List.copyOf(seconds);
            values = List.copyOf(values);
            if (seconds.size() != values.size()) {
                throw new IllegalArgumentException(
                        "%s has %d values over %d seconds".formatted(name, values.size(), seconds.size()));
            }
        }
    }

    private record Row(String unit, double highest, List<Curve> curves) {}

    /**
     * One row more; those of all rows with the same place in their list are of the same thing.
     *
     * @param least the axis goes so far, even if no curve does
     */
    public IncidentPlot row(String unit, double least, List<Curve> curves) {
        var highest = curves.stream()
                .flatMap(curve -> curve.values().stream())
                .max(Comparator.naturalOrder())
                .orElse(least);
        rows.add(new Row(unit, Math.max(least, highest), curves));
        return this;
    }

    public String svg(String title) {
        var page = new Plot(HEAD + rows.size() * ROW, longest, 1);
        page.text("title", LINE, LINE, title);
        for (var number = 0; number < moments.size(); number++) {
            // Those beside each other on two lines, as they may be seconds apart.
            var moment = moments.get(number);
            page.text("tick middle", page.x(moment.second()), LINE * (2.5 + number % 2), moment.name());
        }
        for (var number = 0; number < rows.size(); number++) {
            page.inside(drawn(rows.get(number)), HEAD + number * ROW);
        }
        var curves = rows.getFirst().curves();
        for (var number = 0; number < curves.size(); number++) {
            page.text(
                    "tick " + colour(number),
                    LEGEND + number * ENTRY,
                    LINE,
                    curves.get(number).name());
        }
        return page.file(title, STYLE);
    }

    private Plot drawn(Row row) {
        var plot = new Plot(ROW, longest, row.highest()).axes(row.unit());
        if (moments.size() > 1) {
            plot.rectangle("told", moments.get(1).second(), moments.getLast().second(), 0, row.highest());
        }
        moments.forEach(moment -> plot.line("moment", moment.second(), 0, moment.second(), row.highest()));
        for (var number = 0; number < row.curves().size(); number++) {
            var curve = row.curves().get(number);
            drawUnbroken(plot, "curve " + colour(number), curve);
        }
        return plot;
    }

    /** Where nothing is known for a while there is no line. */
    private static void drawUnbroken(Plot plot, String style, Curve curve) {
        var seconds = curve.seconds();
        var gap = seconds.size() > 1 ? GAP * (seconds.get(1) - seconds.getFirst()) : 0;
        var from = 0;
        for (var until = 1; until <= seconds.size(); until++) {
            if (until == seconds.size() || seconds.get(until) - seconds.get(until - 1) > gap) {
                plot.curve(
                        style,
                        array(seconds.subList(from, until)),
                        array(curve.values().subList(from, until)));
                from = until;
            }
        }
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static String colour(int number) {
        return COLOURS.get(number % COLOURS.size());
    }
}
