package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.watertight.drills.isolation.Samples;
import dev.watertight.drills.oncall.Incident;
import dev.watertight.drills.oncall.Runbook;
import dev.watertight.drills.report.Grid;
import dev.watertight.drills.report.GridPage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/**
 * Each alert is caused by what {@code drills/oncall.yaml} says, while every journey is at a steady rate; it fires in time, and
 * ends when what its runbook says is done, as it is written there.
 */
final class OncallDrill {
    private static final Path RUNBOOKS = Path.of(Addresses.root(), "observability", "runbooks");

    /** An alert of before must be over, or it would pass for the one that is caused. */
    private static final Duration CALM = Duration.ofMinutes(7);

    private static final Duration LONGEST = Duration.ofMinutes(20);
    private static final Duration STILL = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Of every promise, as it is kept now, once every journey is seen again; late orders are looked at by their own alert. */
    private static final String ARE_KEPT = """
            max(slo:bad:rate20s{sli!="settlement"} / slo:all:rate20s / slo:budget:ratio) <= 1
              and count(slo:all:rate20s{sli="availability"} > 0) == count(slo:budget:ratio{sli="availability"})
            """;

    private final Scale scale = Scale.asked();
    private final RunFiles files = new RunFiles("oncall");
    private final Metrics metrics = new Metrics();
    private final List<Incident> incidents = Incident.in(Path.of(Addresses.root(), "drills", "oncall.yaml"));

    /** How long each step took, in seconds. */
    private record Timeline(long detected, long mended, long kept) {}

    @Test
    void everyAlertFiresAndItsRunbookEndsIt() {
        var rows = new ArrayList<Grid.Row>();
        for (var incident : chosen()) {
            var alert = incident.alert();
            var times = drilled(incident);
            rows.add(new Grid.Row("%s: %s".formatted(alert, incident.cause()), fields(incident, times)));
            Progress.say("%d: %s fired after %d s, ended %d s after its runbook, promises kept again after %d s"
                    .formatted(rows.size(), alert, times.detected(), times.mended(), times.kept()));
            write(rows);
        }
    }

    /** The broken twin: a replica that is missing is no service that is down. */
    @Test
    void seesAnAlertThatDoesNotFire() {
        var incident = new Incident("ServiceDown", "kill product-1", 40, 1, 60);
        assertThatThrownBy(() -> drilled(incident))
                .isInstanceOf(ConditionTimeoutException.class)
                .hasMessageContaining("ServiceDown fires");
    }

    private List<Incident> chosen() {
        if (scale.isLong()) {
            return incidents;
        }
        var shuffled = new ArrayList<>(incidents);
        Collections.shuffle(shuffled, new Random(scale.seed()));
        Progress.say("one of %d alerts, by seed %d: %s"
                .formatted(incidents.size(), scale.seed(), shuffled.getFirst().alert()));
        return shuffled.subList(0, 1);
    }

    private Timeline drilled(Incident incident) {
        var alert = incident.alert();
        var steps = Runbook.of(RUNBOOKS, alert).upTo(incident.mendedBy());
        until("%s of before is over".formatted(alert), CALM, () -> !isFiring(alert));
        var samples = files.samples(alert.toLowerCase(Locale.ROOT));
        try (var load = new JourneyLoad(samples, LONGEST)) {
            load.await(() -> !Samples.in(samples).of("order").isEmpty());
            var detected = caused(incident);
            steps.subList(0, steps.size() - 1).forEach(OncallDrill::typed);
            until(alert + " fires on, as its last step was not done", STILL, () -> isFiring(alert));
            typed(steps.getLast());
            var mended = until(alert + " ends", Duration.ofSeconds(incident.endsWithin()), () -> !isFiring(alert));
            var kept = until(
                    "promises are kept again",
                    CALM,
                    () -> !metrics.query(ARE_KEPT).isEmpty());
            load.requireRunning();
            return new Timeline(detected, mended, kept);
        } finally {
            Operator.report("up");
        }
    }

    private long caused(Incident incident) {
        Operator.watertight(incident.causing().toArray(String[]::new));
        return until(
                incident.alert() + " fires",
                Duration.ofSeconds(incident.firesWithin()),
                () -> isFiring(incident.alert()));
    }

    private static void typed(List<String> step) {
        Operator.watertight(step.toArray(String[]::new));
    }

    private boolean isFiring(String alert) {
        return !metrics.query("ALERTS{alertname=\"%s\", alertstate=\"firing\"}".formatted(alert))
                .isEmpty();
    }

    /** Waits until it is so; says how many seconds that took. */
    private static long until(String what, Duration longest, Callable<Boolean> isSo) {
        var start = System.nanoTime();
        await(what).atMost(longest).pollInterval(LOOK).until(isSo);
        return Duration.ofNanos(System.nanoTime() - start).toSeconds();
    }

    private static List<Grid.Field> fields(Incident incident, Timeline times) {
        return List.of(
                new Grid.Field("within %d s".formatted(incident.firesWithin()), times.detected() + " s", List.of()),
                new Grid.Field("within %d s".formatted(incident.endsWithin()), times.mended() + " s", List.of()),
                new Grid.Field("soon", times.kept() + " s", List.of()));
    }

    private void write(List<Grid.Row> rows) {
        var columns = List.of("fires after", "ends, after its runbook", "promises kept again, after that");
        var page =
                new GridPage(new Grid("On call: alerts and their runbooks", columns, rows), Origin.of("oncall", scale));
        files.write("md", page.markdown());
        Progress.say("report: " + files.write("html", page.html()));
    }
}
