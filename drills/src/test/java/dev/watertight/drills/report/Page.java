package dev.watertight.drills.report;

import dev.watertight.drills.history.Violation;
import java.util.Locale;
import java.util.stream.Collectors;

/** A run as one page that needs nothing else. */
public final class Page {
    private static final int MOST_VIOLATIONS = 200;
    private final Story story;
    private final Plots plots;

    private Page(Story story) {
        this.story = story;
        this.plots = new Plots(story.samples(), story.marks());
    }

    public static String of(Story story) {
        return new Page(story).html();
    }

    /** The orders of the run, by state, as a picture of its own. */
    public static String picture(Story story) {
        return new Page(story).plots.ordersFile();
    }

    private String html() {
        var word = story.verdict().passed() ? "passed" : "failed";
        return Html.page(story.title() + ": " + word, PageStyle.CSS, inside());
    }

    private String inside() {
        return String.join(
                "\n",
                banner(),
                tiles(),
                violations(),
                figure(
                        "Faults",
                        legend("kill", "killed", "pause", "paused", "", "until healthy again"),
                        plots.faults()),
                figure("Orders, as their customers know them", ordersLegend(), plots.orders()),
                figure(
                        "Not settled yet",
                        legend("pending", "taken, pending", "asking", "asked, no answer yet"),
                        plots.unsettled()),
                figure("Oldest pending order", "", plots.oldestPending()),
                tables());
    }

    private String banner() {
        var passed = story.verdict().passed();
        return """
                <header class="%s"><h1>%s</h1><p class="verdict">%s</p>
                <dl>%s</dl></header>""".formatted(
                        passed ? "good" : "bad",
                        Html.escaped(story.title()),
                        passed
                                ? "Passed: every order is accounted for, to the cent and to the unit."
                                : "Failed: " + story.verdict().violations().size() + " violations.",
                        Html.pairs(story.origin()));
    }

    private String tiles() {
        var verdict = story.verdict();
        return "<section class=\"tiles\">"
                + tile(verdict.ordersLost(), "orders lost")
                + tile(verdict.chargedTwice(), "charged twice")
                + tile(verdict.centsOff(), "cents off")
                + tile(verdict.unitsOff(), "units off")
                + tile(verdict.overdue(), "orders overdue")
                + tile(verdict.otherwiseWrong(), "otherwise wrong")
                + "<div class=\"tile plain\"><b>%s&#8239;s</b><span>until the last order settled</span></div></section>"
                        .formatted(String.format(Locale.ROOT, "%.1f", story.settledAfterSeconds()));
    }

    private static String tile(long count, String what) {
        return "<div class=\"tile %s\"><b>%,d</b><span>%s</span></div>"
                .formatted(count == 0 ? "good" : "bad", count, what);
    }

    private String violations() {
        if (story.verdict().passed()) {
            return "";
        }
        return "<section><h2>Violations</h2><ol>%s</ol></section>"
                .formatted(story.verdict().violations().stream()
                        .limit(MOST_VIOLATIONS)
                        .map(Page::violation)
                        .collect(Collectors.joining()));
    }

    private static String violation(Violation violation) {
        return "<li><b>%s</b> %s <small>key %s, order %s</small></li>"
                .formatted(
                        words(violation.kind().name()),
                        Html.escaped(violation.what()),
                        orDash(violation.key()),
                        orDash(violation.orderId()));
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "&ndash;" : Html.escaped(text);
    }

    private static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String figure(String title, String legend, String svg) {
        return "<figure><h2>%s</h2>%s%s</figure>".formatted(title, legend, svg);
    }

    private static String ordersLegend() {
        return legend(
                "confirmed", "confirmed",
                "rejected", "rejected",
                "cancelled", "cancelled",
                "pending", "pending",
                "asking", "asked, no answer yet");
    }

    /** Style and meaning in turn. */
    static String legend(String... entries) {
        var legend = new StringBuilder("<p class=\"legend\">");
        for (var i = 0; i < entries.length; i += 2) {
            var swatch = entries[i].isEmpty()
                    ? ""
                    : "<svg viewBox=\"0 0 12 12\"><rect class=\"%s\" width=\"12\" height=\"12\" rx=\"2\"/></svg>"
                            .formatted(entries[i]);
            legend.append("<span>").append(swatch).append(entries[i + 1]).append("</span>");
        }
        return legend.append("</p>").toString();
    }

    private String tables() {
        return "<section class=\"tables\">"
                + story.tables().entrySet().stream()
                        .map(table -> "<div><h2>%s</h2><dl>%s</dl></div>"
                                .formatted(Html.escaped(table.getKey()), Html.pairs(table.getValue())))
                        .collect(Collectors.joining())
                + "</section>";
    }
}
