package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.watertight.drills.Shift.Course;
import dev.watertight.drills.oncall.Incident;
import dev.watertight.drills.oncall.Runbook;
import dev.watertight.drills.report.Grid;
import dev.watertight.drills.report.GridPage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Each alert is caused by what {@code drills/oncall.yaml} says, while every journey is at a steady rate; whoever is on call is
 * told in time and by one group of pages at the most, and it ends when what its runbook says is done, as it is written there.
 * The long run writes into each runbook when it was.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class OncallDrill {
    private static final Path RUNBOOKS = Path.of(Addresses.root(), "observability", "runbooks");

    private static final List<String> COLUMNS =
            List.of("told after", "over, after the runbook's step", "promises kept again, after that", "pages");
    private static final Grid.Field NOT_SEEN = new Grid.Field("–", "not seen", List.of());

    private final Scale scale = Scale.asked();
    private final RunFiles files = new RunFiles("oncall");
    private final Metrics metrics = new Metrics();
    private final @Nullable String asked = System.getProperty("watertight.oncall.alert");
    private final Map<String, String> origin = Origin.of(asked == null ? "oncall" : "oncall --alert " + asked, scale);
    private final List<Incident> incidents = Incident.in(Path.of(Addresses.root(), "drills", "oncall.yaml"));

    @Test
    void everyAlertIsToldOfAndItsRunbookEndsIt() {
        var rows = new ArrayList<Grid.Row>();
        try (var _ = metrics.inScaledTime();
                var shift = new Shift(files, Shift.CALM_IN_SCALED_TIME, _ -> {})) {
            chosen().forEach(incident -> note(shift, incident, rows));
        }
        requireAsDeclared(rows);
    }

    /**
     * Half an hour after it is over a page still is one: so far does it look back. So this is the first one, as it would be
     * told of what the others cause, too.
     */
    @Test
    @Order(1)
    void pagesInTheWindowsOfProductionToo() {
        assumeTrue(scale.isLong() && asked == null, "only in the long run of all");
        var rows = new ArrayList<Grid.Row>();
        try (var shift = new Shift(files, Shift.CALM, _ -> {})) {
            incidents.stream().filter(Incident::unscaled).forEach(incident -> note(shift, incident, rows));
        }
        requireAsDeclared(rows);
    }

    private static void requireAsDeclared(List<Grid.Row> rows) {
        assertThat(rows.stream().flatMap(row -> row.fields().stream()).flatMap(field -> field.differences().stream()))
                .as("see the report")
                .isEmpty();
    }

    /** The broken twin: a replica that is missing is no service that is down. */
    @Test
    void seesAnAlertThatDoesNotFire() {
        var incident =
                new Incident("ServiceDown", Map.of(), "fault kill product-1 --once", "", 40, 1, 40, false, false);
        try (var _ = metrics.inScaledTime();
                var shift = new Shift(files, Shift.CALM_IN_SCALED_TIME, _ -> {})) {
            assertThatThrownBy(() -> drilled(shift, incident, "up"))
                    .isInstanceOf(ConditionTimeoutException.class)
                    .hasMessageContaining("ServiceDown is told of");
        }
    }

    /** The broken twin of a runbook: who only looks mends nothing. */
    @Test
    void seesAnAlertThatItsRunbookDoesNotEnd() {
        assumeTrue(scale.isLong() && asked == null, "only in the long run of all");
        var incident = new Incident("ServiceDown", Map.of(), "fault kill product --once", "", 90, 1, 40, false, false);
        try (var _ = metrics.inScaledTime();
                var shift = new Shift(files, Shift.CALM_IN_SCALED_TIME, _ -> {})) {
            assertThatThrownBy(() -> drilled(shift, incident, "fault list"))
                    .isInstanceOf(ConditionTimeoutException.class)
                    .hasMessageContaining("ServiceDown ends");
        }
    }

    private List<Incident> chosen() {
        var soon = new ArrayList<>(incidents);
        soon.removeIf(Incident::unscaled);
        if (asked != null) {
            soon.removeIf(incident -> !incident.alert().equals(asked));
            assertThat(soon).as("what drills/oncall.yaml has of " + asked).isNotEmpty();
            return soon;
        }
        if (scale.isLong()) {
            return soon;
        }
        return List.of(Incident.drawn(soon, scale.seed()));
    }

    private void note(Shift shift, Incident incident, List<Grid.Row> rows) {
        Progress.say("%s: %s (seed %d)".formatted(incident, incident.cause(), scale.seed()));
        rows.add(new Grid.Row("%s: `%s`".formatted(incident, incident.cause()), fields(shift, incident)));
        var grid = new Grid("On call: alerts and their runbooks", COLUMNS, rows);
        var page = new GridPage(grid, origin);
        files.write("md", page.markdown());
        Progress.say("report: " + files.write("html", page.html()));
    }

    private List<Grid.Field> fields(Shift shift, Incident incident) {
        try {
            var runbook = Runbook.of(RUNBOOKS, incident.alert());
            var course = drilled(shift, incident, runbook.step(incident.mendedBy()));
            var outcome = "told after %d s, over %d s after step %d"
                    .formatted(course.told(), course.over(), incident.mendedBy());
            Progress.say("%s: %s, promises kept again after %d s, pages: %s"
                    .formatted(incident, outcome, course.kept(), course.pages()));
            Progress.say("picture: "
                    + files.write(
                            incident.alert() + ".svg",
                            new Dashboards(metrics, Duration.ofSeconds(1)).picture(incident, course)));
            var fields = fields(incident, course);
            if (scale.isLong() && fields.stream().allMatch(Grid.Field::holds)) {
                runbook.drilled(LocalDate.now(ZoneOffset.UTC), outcome);
            }
            return fields;
        } catch (ConditionTimeoutException | AssertionError e) {
            Progress.say("%s: %s".formatted(incident, e.getMessage()));
            var problem = new Grid.Field("all of it", "went wrong", List.of(String.valueOf(e.getMessage())));
            return List.of(problem, NOT_SEEN, NOT_SEEN, NOT_SEEN);
        }
    }

    /** @param step as the runbook has it, after {@code ./watertight} */
    private static Course drilled(Shift shift, Incident incident, String step) {
        return shift.seeThrough(
                incident,
                order -> Operator.watertight(Incident.typed(step, order).toArray(String[]::new)),
                Duration.ofSeconds(incident.endsWithin()));
    }

    private static List<Grid.Field> fields(Incident incident, Course course) {
        var mended = "step %d, within %d s".formatted(incident.mendedBy(), incident.endsWithin());
        var pages = course.pages();
        List<String> tooMany = pages.size() > 1 ? List.of("one outage pages once") : List.of();
        return List.of(
                new Grid.Field("within %d s".formatted(incident.firesWithin()), course.told() + " s", List.of()),
                new Grid.Field(mended, course.over() + " s", List.of()),
                new Grid.Field("soon", course.kept() + " s", List.of()),
                new Grid.Field("one at the most", pages.toString(), tooMany));
    }
}
