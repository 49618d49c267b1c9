package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.drills.Shift.Heard;
import dev.watertight.drills.oncall.Pager.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * An ordinary day: people look, log in and order, and nothing breaks. Whoever is on call is told of nothing, not even of what
 * could wait until tomorrow. Rules, windows and routes are those of production.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SoakDrill {
    private static final int JOURNEYS = 20;
    private static final String DAY = "shop " + JOURNEYS;

    /** Each value of a rate stands for so many seconds, as the rules are evaluated that often. */
    private static final int RULES_SECONDS = 5;

    /** Of a picture. */
    private static final int POINTS = 240;

    private final Scale scale = Scale.asked();
    private final RunFiles files = new RunFiles("soak");
    private final Metrics metrics = new Metrics();

    @Test
    @Order(1)
    void nobodyIsToldOfAnything() {
        var time = scale.isLong() ? Duration.ofHours(2) : Duration.ofMinutes(3);
        var begun = Instant.now();
        Heard heard;
        try (var shift = new Shift(files, Shift.CALM, SoakDrill::tell)) {
            heard = shift.listen(DAY, time, () -> {});
        }
        var day = "[%ds:%ds] @ %d"
                .formatted(time.toSeconds(), RULES_SECONDS, heard.end().getEpochSecond());
        var least =
                metrics.greatest("min_over_time((sum(slo:all:rate20s{sli=\"availability\"}) or vector(0))" + day + ")");
        Progress.say("numbers: " + files.write(numbers(time, day, least, heard.messages())));
        var step = Duration.ofSeconds(1).plus(time.dividedBy(POINTS));
        var title = "An ordinary day, for %d minutes".formatted(time.toMinutes());
        Progress.say("picture: " + files.write("svg", new Dashboards(metrics, step).picture(title, begun)));
        assertThat(least)
                .as("requests each second, at the least; a day on which nobody comes proves nothing")
                .isGreaterThan(JOURNEYS);
        assertThat(heard.messages()).isEmpty();
    }

    /** What proves that the other one can fail. */
    @Test
    @Order(2)
    void somebodyIsToldOfAnEdgeThatIsGone() {
        try (var shift = new Shift(files, Shift.CALM, _ -> {})) {
            var heard = shift.listen(
                    DAY, Duration.ofMinutes(1), () -> Operator.watertight("fault", "kill", "edge", "--once"));
            assertThat(heard.messages())
                    .filteredOn(Message::isPage)
                    .anyMatch(page ->
                            page.firing().stream().anyMatch(alert -> "EdgeDown".equals(alert.get("alertname"))));
        } finally {
            Operator.report("up");
        }
    }

    private Map<String, Object> numbers(Duration time, String day, double least, List<Message> told) {
        var numbers = new LinkedHashMap<String, Object>(Origin.withoutSeed("soak", scale));
        numbers.put("load", "SHOP_RATE=%d ./watertight load shop".formatted(JOURNEYS));
        numbers.put("minutes", time.toMinutes());
        numbers.put("leastAnsweredEachSecond", least);
        numbers.put("told", told.stream().map(Message::toString).toList());
        numbers.put("answered", counted("all", day));
        numbers.put("ofThoseFailed", counted("bad", day));
        return numbers;
    }

    /** Of each journey, how many requests. */
    private Map<String, Long> counted(String which, String day) {
        var counts = new LinkedHashMap<String, Long>();
        var recorded =
                "%d * sum_over_time(slo:%s:rate20s{sli=\"availability\"}%s) > 0".formatted(RULES_SECONDS, which, day);
        metrics.query(recorded)
                .forEach(series -> counts.put(
                        Dashboards.journey(series),
                        Math.round(series.at("/value/1").asDouble())));
        return counts;
    }

    private static void tell(Message message) {
        Progress.say("%s: %s".formatted(message.receiver(), message.firing()));
    }
}
