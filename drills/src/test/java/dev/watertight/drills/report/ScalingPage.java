package dev.watertight.drills.report;

import dev.watertight.drills.scaling.Measurement;
import dev.watertight.drills.scaling.Scaling;
import dev.watertight.drills.scaling.Usage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How one service scaled, as one page that needs nothing else. */
public final class ScalingPage {
    private static final List<String> HEADINGS = List.of(
            "round",
            "replicas",
            "requests/s",
            "p99, ms",
            "quota used",
            "service, ms a request",
            "service",
            "database",
            "edge",
            "k6",
            "busier half",
            "what ended it");
    private static final String STYLE = """
            table { border-collapse: collapse; font-size: 13px; width: 100%; font-variant-numeric: tabular-nums; }
            th, td { padding: 3px 8px; text-align: right; border-bottom: 1px solid var(--line); }
            th { color: var(--soft); font-weight: 500; }
            .kept th:last-child, .kept td:last-child { text-align: left; }
            .ideal, .rates, .of-confirmed, .of-cancelled, .of-pending { fill: none; stroke-width: 2; }
            .ideal { stroke: var(--asking); stroke-dasharray: 6 5; } .rates { stroke: var(--pause); }
            .of-confirmed { stroke: var(--confirmed); } .of-cancelled { stroke: var(--cancelled); } .of-pending { stroke: var(--pending); }
            li small { font-variant-numeric: tabular-nums; }""";

    private final Scaling scaling;
    private final Map<String, String> origin;
    private final ScalingPlots plots;

    private ScalingPage(Scaling scaling, Map<String, String> origin) {
        this.scaling = scaling;
        this.origin = origin;
        this.plots = new ScalingPlots(scaling);
    }

    public static String of(Scaling scaling, Map<String, String> origin) {
        return new ScalingPage(scaling, origin).html();
    }

    private String html() {
        return Html.page(title(), PageStyle.CSS + STYLE, inside());
    }

    private String title() {
        return "How %s scales".formatted(scaling.subject().service());
    }

    private String inside() {
        return String.join(
                "\n",
                banner(),
                Page.figure(
                        "Requests a second that keep the objective",
                        Page.legend(
                                "kill", "measured", "pause", "median", "asking", "one replica's rate, times replicas"),
                        plots.rates()),
                Page.figure("p99 of the other services meanwhile", plots.legend(), plots.others()),
                table(),
                others(),
                trials());
    }

    private String banner() {
        var holds = scaling.verdict() == Scaling.Verdict.HOLDS;
        return """
                <header class="%s"><h1>%s</h1><p class="verdict">%s</p><ol>%s</ol>
                <dl>%s<dt>load</dt><dd>%s</dd><dt>quota</dt><dd>%d %% of a core for each replica</dd><dt>cores</dt><dd>the service, its database, its load, the collector and the trace store have half of them, all others have the others</dd></dl></header>""".formatted(
                holds ? "good" : "bad",
                title(),
                Html.escaped(verdict()),
                scaling.problems().stream()
                        .map(problem -> "<li>" + Html.escaped(problem) + "</li>")
                        .collect(Collectors.joining()),
                Html.pairs(origin),
                Html.escaped(scaling.subject().kind() + ": " + scaling.subject().load()),
                scaling.subject().quotaPercent());
    }

    private String verdict() {
        var most = scaling.counts().getLast();
        var word = switch (scaling.verdict()) {
            case HOLDS -> "Holds";
            case FAILS -> "Does not hold";
            case VOID -> "Void";
        };
        return "%s: %d replicas keep %s times what one does, the median of %s (at least %s is asked for; two looks at the same differ by %s)"
                .formatted(
                        word,
                        most,
                        number("%.2f", scaling.speedUp(most)),
                        scaling.speedUps(most).stream()
                                .map(each -> number("%.2f", each))
                                .collect(Collectors.joining(", ")),
                        number("%.1f", scaling.subject().kind().leastSpeedUp()),
                        number("%.0f %%", 100 * scaling.spread()));
    }

    private String table() {
        return "<section class=\"kept\"><h2>What was kept, and what it took, in cores where nothing else is said</h2>"
                + rows(HEADINGS, scaling.measurements().stream().map(this::row)) + "</section>";
    }

    private String row(Measurement measurement) {
        var held = measurement.held();
        var service = scaling.subject().service();
        var usage = held.usage();
        return cells(Stream.of(
                Integer.toString(measurement.round()),
                Integer.toString(measurement.replicas()),
                number("%.1f", measurement.rate()),
                number("%.0f", held.load().p99Ms()),
                number("%.0f %%", 100 * held.ofQuota()),
                number("%.2f", 1e3 * held.coresPerRequest()),
                number("%.2f", usage.of(service)),
                number("%.2f", usage.database(service)),
                number("%.2f", usage.of(Usage.EDGE)),
                number("%.2f", usage.of(Usage.LOAD_GENERATOR)),
                number("%.0f %%", 100 * usage.machine()),
                measurement.isVoid() ? "void: " + measurement.voided() : measurement.limit()));
    }

    private String others() {
        var counts = scaling.counts();
        var headings = Stream.of(
                        Stream.of("p99, ms"),
                        counts.stream().map(ScalingPlots::replicas),
                        Stream.of("differs by", "may differ by"))
                .flatMap(each -> each)
                .toList();
        var rows = scaling.others().stream()
                .map(other -> cells(Stream.of(
                                Stream.of(other),
                                counts.stream().map(count -> number("%.1f", scaling.p99(other, count))),
                                Stream.of(
                                        number("%.0f %%", 100 * scaling.change(other)),
                                        number("%.0f %%", 100 * scaling.tolerance(other))))
                        .flatMap(each -> each)));
        return "<section><h2>The other services</h2>" + rows(headings, rows) + "</section>";
    }

    private String trials() {
        return "<section><h2>Every trial</h2><ol>"
                + scaling.measurements().stream()
                        .map(measurement -> "<li>round %d, %d replicas<br><small>%s</small></li>"
                                .formatted(
                                        measurement.round(),
                                        measurement.replicas(),
                                        measurement.tried().stream()
                                                .map(Html::escaped)
                                                .collect(Collectors.joining("<br>"))))
                        .collect(Collectors.joining())
                + "</ol></section>";
    }

    private static String rows(List<String> headings, Stream<String> rows) {
        var heading = headings.stream()
                .map(each -> "<th>" + Html.escaped(each) + "</th>")
                .collect(Collectors.joining());
        return "<table><tr>" + heading + "</tr>" + rows.collect(Collectors.joining("\n")) + "</table>";
    }

    private static String cells(Stream<String> texts) {
        return texts.map(text -> "<td>" + Html.escaped(text) + "</td>")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
