package dev.watertight.drills;

import dev.watertight.drills.oncall.Incident;
import dev.watertight.drills.oncall.Pager.Message;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Something of {@code drills/oncall.yaml} breaks, nobody says what, and you are on call: a test of people, and of what they are given. */
final class SurpriseDrill {
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Scale scale = Scale.asked();

    @Test
    void youAreOnCall() {
        var incidents = Incident.in(Path.of(Addresses.root(), "drills", "oncall.yaml"));
        var incident = Incident.drawn(incidents, scale.seed());
        welcome();
        try (var shift = new Shift(new RunFiles("surprise"), Shift.CALM_IN_SCALED_TIME, SurpriseDrill::tell);
                var _ = new Metrics().inScaledTime()) {
            var course = shift.seeThrough(incident, _ -> Progress.say("the clock runs"), PATIENCE);
            Progress.say(
                    "over: %d s after you were told, which was %d s after it began; every promise is kept again after %d s"
                            .formatted(course.over(), course.told(), course.kept()));
        } finally {
            Progress.say("it was: ./watertight %s, of which %s tells".formatted(incident.cause(), incident));
            Progress.say("mended by step %d of observability/runbooks/…/%s.md"
                    .formatted(incident.mendedBy(), incident.alert()));
        }
    }

    private static void welcome() {
        Progress.say(
                "You are on call. In a moment something breaks, and you are told: mend it, by the runbook of its name.");
        Progress.say(
                "In another terminal: export WATERTIGHT_STATE=%s; ./watertight status".formatted(Addresses.state()));
        Progress.say("Prometheus %s, Alertmanager %s, traces %s/zipkin/"
                .formatted(Addresses.prometheus(), Addresses.alertmanager(), Addresses.zipkin()));
    }

    private static void tell(Message message) {
        message.firing().forEach(labels -> Progress.say("%s: %s".formatted(message.receiver(), labels)));
        if (message.firing().isEmpty()) {
            Progress.say("over: %s".formatted(message.group()));
        }
    }
}
