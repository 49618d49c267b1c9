package dev.watertight.drills.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** A picture over the seconds of a drill, or over some other measure, as inline SVG; y grows upwards from 0. */
final class Plot {
    private static final int WIDTH = 1000;
    private static final int LEFT = 96;
    private static final int RIGHT = 12;
    private static final int TOP = 10;
    private static final int BOTTOM = 30;
    private static final int MOST_TICKS = 8;

    private final StringBuilder inside = new StringBuilder();
    private final int height;
    private final double longest;
    private final double highest;

    Plot(int height, double longest, double highest) {
        this.height = height;
        this.longest = Math.max(1, longest);
        this.highest = Math.max(1, highest);
    }

    double x(double second) {
        return LEFT + second / longest * (WIDTH - LEFT - RIGHT);
    }

    double y(double value) {
        return height - BOTTOM - value / highest * (height - TOP - BOTTOM);
    }

    /** Grey stripes where something was broken, so that cause and effect stand above each other. */
    Plot shaded(List<Mark> marks) {
        marks.forEach(mark -> rectangle("shade", mark.from(), mark.until(), 0, highest));
        return this;
    }

    Plot axes(String unit) {
        values(unit);
        for (var second : ticks(longest)) {
            text("tick middle", x(second), height - 10.0, number(second) + (second == 0 ? " s" : ""));
        }
        return this;
    }

    /** The axis of values alone. */
    Plot values(String unit) {
        for (var value : ticks(highest)) {
            line("grid", 0, value, longest, value);
            text("tick end", LEFT - 8, y(value) + 4, number(value));
        }
        inside.append("<text class=\"tick middle\" transform=\"translate(14 %s) rotate(-90)\">%s</text>"
                .formatted(number((height - BOTTOM + TOP) / 2.0), Html.escaped(unit)));
        return this;
    }

    Plot seconds() {
        for (var second : ticks(longest)) {
            line("grid", second, 0, second, highest);
            text("tick middle", x(second), height - 10.0, number(second) + (second == 0 ? " s" : ""));
        }
        return this;
    }

    /** A name below a place of the other axis. */
    void column(double at, String name) {
        line("grid", at, 0, at, highest);
        text("tick middle", x(at), height - 10.0, name);
    }

    void dot(String style, double at, double value) {
        inside.append(
                "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"5\"/>".formatted(style, number(x(at)), number(y(value))));
    }

    void rectangle(String style, double from, double until, double low, double high) {
        inside.append("<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>"
                .formatted(
                        style,
                        number(x(from)),
                        number(y(high)),
                        number(Math.max(1.5, x(until) - x(from))),
                        number(y(low) - y(high))));
    }

    void line(String style, double fromSecond, double fromValue, double toSecond, double toValue) {
        inside.append("<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>"
                .formatted(
                        style, number(x(fromSecond)), number(y(fromValue)), number(x(toSecond)), number(y(toValue))));
    }

    /** Everything between two curves over the same seconds. */
    void area(String style, double[] seconds, double[] low, double[] high) {
        var points = new StringBuilder();
        for (var i = 0; i < seconds.length; i++) {
            points.append(point(seconds[i], high[i])).append(' ');
        }
        for (var i = seconds.length - 1; i >= 0; i--) {
            points.append(point(seconds[i], low[i])).append(' ');
        }
        inside.append("<polygon class=\"%s\" points=\"%s\"/>".formatted(style, points));
    }

    void curve(String style, double[] seconds, double[] values) {
        var points = new StringBuilder();
        for (var i = 0; i < seconds.length; i++) {
            points.append(point(seconds[i], values[i])).append(' ');
        }
        inside.append("<polyline class=\"%s\" points=\"%s\"/>".formatted(style, points));
    }

    /** Text at a place of the picture itself. */
    void text(String style, double x, double y, String text) {
        inside.append("<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>"
                .formatted(style, number(x), number(y), Html.escaped(text)));
    }

    /** Another picture of the same width inside this one, so far below its top. */
    void inside(Plot other, int top) {
        inside.append(
                "<svg y=\"%d\" width=\"%d\" height=\"%d\">%s</svg>".formatted(top, WIDTH, other.height, other.inside));
    }

    String svg(String title) {
        return "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%s</svg>"
                .formatted(WIDTH, height, Html.escaped(title), inside);
    }

    /** The same as a file of its own, which brings its style along and is white behind everything. */
    String file(String title, String style) {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s">
                %s<rect width="%d" height="%d" fill="#fff"/>
                %s
                </svg>
                """.formatted(WIDTH, height, Html.escaped(title), style, WIDTH, height, inside);
    }

    private String point(double second, double value) {
        return number(x(second)) + "," + number(y(value));
    }

    /** Round numbers from 0 to at most {@code most}. */
    static List<Double> ticks(double most) {
        var rough = most / MOST_TICKS;
        var power = Math.pow(10, Math.floor(Math.log10(rough)));
        var step = DoubleStream.of(1, 2, 5, 10)
                .map(factor -> factor * power)
                .filter(candidate -> candidate >= rough)
                .findFirst()
                .orElse(10 * power);
        return DoubleStream.iterate(0, value -> value <= most, value -> value + step)
                .boxed()
                .collect(Collectors.toList());
    }

    private static String number(double value) {
        var text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
