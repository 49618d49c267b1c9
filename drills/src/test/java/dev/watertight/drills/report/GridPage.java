package dev.watertight.drills.report;

import static java.util.stream.Collectors.joining;

import java.util.Map;
import java.util.stream.Stream;

/** A grid as a page, and as Markdown. */
public final class GridPage {
    private static final String STYLE = """
            main { max-width: none; }
            table { border-collapse: collapse; width: 100%; background: var(--card); font-size: 13px; }
            th, td { border: 1px solid var(--line); padding: 6px 8px; text-align: left; vertical-align: top; }
            th { font-weight: 600; }
            td b { display: block; }
            td.good b { color: var(--good); }
            td.bad { background: var(--bad-bg); }
            td.bad b, td.bad em { color: var(--bad); }
            td em { display: block; font-style: normal; font-weight: 600; }
            """;

    private final Grid grid;
    private final Map<String, String> origin;

    public GridPage(Grid grid, Map<String, String> origin) {
        this.grid = grid;
        this.origin = origin;
    }

    public String html() {
        var good = grid.different() == 0;
        var banner = "<header class=\"%s\"><h1>%s</h1><p class=\"verdict\">%s</p><dl>%s</dl></header>"
                .formatted(good ? "good" : "bad", Html.escaped(grid.title()), verdict(), Html.pairs(origin));
        return Html.page(grid.title(), PageStyle.CSS + STYLE, banner + table());
    }

    public String markdown() {
        var head = Stream.of("# " + grid.title(), "", verdict(), "").toList();
        var lines = Stream.concat(
                Stream.of(
                        "| |" + grid.columns().stream().collect(joining(" | ", " ", " |")),
                        "|---" + "|---".repeat(grid.columns().size()) + "|"),
                grid.rows().stream().map(GridPage::line));
        var foot = origin.entrySet().stream().map(entry -> "- %s: %s".formatted(entry.getKey(), entry.getValue()));
        return Stream.of(head.stream(), lines, Stream.of(""), foot)
                .flatMap(part -> part)
                .collect(joining("\n", "", "\n"));
    }

    private String verdict() {
        var different = grid.different();
        return different == 0
                ? "All %d as declared.".formatted(grid.size())
                : "%d of %d not as declared.".formatted(different, grid.size());
    }

    private static String line(Grid.Row row) {
        return row.fields().stream()
                .map(GridPage::inShort)
                .collect(joining(" | ", "| **" + row.name() + "** | ", " |"));
    }

    private static String inShort(Grid.Field field) {
        var said = "%s: %s".formatted(field.expected(), field.measured());
        return field.holds() ? said : "❌ " + said + " (" + String.join("; ", field.differences()) + ")";
    }

    private String table() {
        var head = grid.columns().stream()
                .map(column -> "<th>" + Html.escaped(column) + "</th>")
                .collect(joining());
        return "<table><thead><tr><th></th>" + head + "</tr></thead><tbody>\n"
                + grid.rows().stream().map(GridPage::row).collect(joining("\n")) + "\n</tbody></table>";
    }

    private static String row(Grid.Row row) {
        return row.fields().stream()
                .map(GridPage::field)
                .collect(joining("", "<tr><th>" + Html.escaped(row.name()) + "</th>", "</tr>"));
    }

    private static String field(Grid.Field field) {
        var differences = field.differences().stream()
                .map(difference -> "<em>" + Html.escaped(difference) + "</em>")
                .collect(joining());
        return "<td class=\"%s\"><b>%s</b>%s%s</td>"
                .formatted(
                        field.holds() ? "good" : "bad",
                        Html.escaped(field.expected()),
                        Html.escaped(field.measured()),
                        differences);
    }
}
