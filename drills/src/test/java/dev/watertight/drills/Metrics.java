package dev.watertight.drills;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.watertight.drills.bench.Exposition;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What Prometheus says. */
final class Metrics {
    private static final Duration SCRAPED = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Http prometheus = new Http(Addresses.prometheus());

    /** The series an instant query answers. */
    List<JsonNode> query(String promql) {
        return series("/api/v1/query?query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8));
    }

    /** The series that a query has had from then until now, with a value for each {@code step}. */
    List<JsonNode> since(Instant from, Duration step, String promql) {
        return series("/api/v1/query_range?step=%d&start=%d&end=%d&query=%s"
                .formatted(
                        step.toSeconds(),
                        from.getEpochSecond(),
                        Instant.now().getEpochSecond(),
                        URLEncoder.encode(promql, StandardCharsets.UTF_8)));
    }

    private List<JsonNode> series(String query) {
        var answer = prometheus.get(query);
        if (answer.status() != 200) {
            throw new AssertionError("Prometheus refuses %s: %s".formatted(query, answer.body()));
        }
        return answer.json().at("/data/result").valueStream().toList();
    }

    /** Until it is closed, error budgets are looked at over windows that a drill can wait for. */
    Reconfigured inScaledTime() {
        var rules = Path.of(System.getProperty("watertight.oncall.rules"));
        return new Reconfigured("prometheus/rules/slos.yml", _ -> Reconfigured.textOf(rules), this::reload);
    }

    /** Makes Prometheus read its configuration and rules again, and waits until it has. */
    private void reload() {
        var asked = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Part.named("prometheus").hangUp();
        await().atMost(SCRAPED).until(() -> {
            var running = prometheus.get("/api/v1/status/runtimeinfo").json().path("data");
            var isRead = !Instant.parse(running.path("lastConfigTime").asText()).isBefore(asked);
            return isRead && running.path("reloadConfigSuccess").asBoolean();
        });
    }

    /** What is scraped. */
    JsonNode targets() {
        return prometheus.get("/api/v1/targets?state=active").json().at("/data/activeTargets");
    }

    /** Waits until each of them was scraped after now. */
    void awaitScrapes() {
        var asked = Instant.now();
        await("a scrape of everybody")
                .atMost(SCRAPED)
                .pollInterval(LOOK)
                .until(() -> targets()
                        .valueStream()
                        .allMatch(target -> Instant.parse(
                                        target.path("lastScrape").asText())
                                .isAfter(asked)));
    }

    /** The sum of them, as of a scrape of each that is not older than the question. */
    double sumNow(String selector) {
        var asked = System.currentTimeMillis() / 1e3;
        await().atMost(SCRAPED).until(() -> greatest("min(timestamp(%s))".formatted(selector)) >= asked);
        return greatest("sum(%s)".formatted(selector));
    }

    /** The greatest value of them; a series that nobody has would pass any check. */
    double greatest(String promql) {
        return query(promql).stream()
                .mapToDouble(series -> series.at("/value/1").asDouble())
                .max()
                .orElseThrow(() -> new AssertionError("Prometheus knows nothing of " + promql));
    }

    /** The sum of the series of one replica that begin so, as it would tell Prometheus now. */
    static double counted(Http admin, String series) {
        return Exposition.sum(admin.get("/metrics").body(), series);
    }
}
