package dev.watertight.drills;

import com.fasterxml.jackson.databind.JsonNode;
import dev.watertight.drills.Shift.Course;
import dev.watertight.drills.oncall.Incident;
import dev.watertight.drills.report.IncidentPlot;
import dev.watertight.drills.report.IncidentPlot.Curve;
import dev.watertight.drills.report.IncidentPlot.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** What the dashboards showed while an incident went on, as a picture: the journeys of customers, as the objectives see them. */
final class Dashboards {
    private static final Duration BEFORE = Duration.ofSeconds(20);
    private static final String JOURNEYS = "slo:%s:rate20s{sli=\"%s\", slo=~\"login|browse|order\"}";

    private final Metrics metrics;
    private final Duration step;

    /** @param step from one value to the next */
    Dashboards(Metrics metrics, Duration step) {
        this.metrics = metrics;
        this.step = step;
    }

    String picture(Incident incident, Course course) {
        var from = course.caused().minus(BEFORE);
        var cause = BEFORE.toSeconds();
        var moments = List.of(
                new Moment(cause, incident.cause()),
                new Moment(cause + course.told(), "told"),
                new Moment(cause + course.mended(), "step %d done".formatted(incident.mendedBy())),
                new Moment(cause + course.mended() + course.over(), "over"));
        return picture(incident.toString(), from, moments);
    }

    /** The same of a time when nothing happened. */
    String picture(String title, Instant from) {
        return picture(title, from, List.of());
    }

    private String picture(String title, Instant from, List<Moment> moments) {
        return new IncidentPlot(moments, Duration.between(from, Instant.now()).toSeconds())
                .row("requests/s", 1, curves(from, all("availability")))
                .row("failing %", 10, curves(from, bad("availability")))
                .row("too slow %", 10, curves(from, bad("latency")))
                .svg(title);
    }

    private static String all(String sli) {
        return JOURNEYS.formatted("all", sli);
    }

    private static String bad(String sli) {
        return "100 * %s / (%s > 0)".formatted(JOURNEYS.formatted("bad", sli), all(sli));
    }

    private List<Curve> curves(Instant from, String promql) {
        return metrics.since(from, step, promql).stream()
                .sorted(Comparator.comparing(Dashboards::journey))
                .map(series -> curve(from, series))
                .toList();
    }

    /** Of which journey it is. */
    static String journey(JsonNode series) {
        return series.at("/metric/slo").asText();
    }

    private static Curve curve(Instant from, JsonNode series) {
        var values = series.path("values").valueStream().toList();
        return new Curve(
                journey(series),
                values.stream()
                        .map(each -> each.path(0).asDouble() - from.getEpochSecond())
                        .toList(),
                values.stream().map(each -> each.path(1).asDouble()).toList());
    }
}
