package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.drills.isolation.Cell;
import dev.watertight.drills.isolation.Expectation;
import dev.watertight.drills.isolation.Matrix;
import dev.watertight.drills.report.Grid;
import dev.watertight.drills.report.GridPage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each thing breaks alone: customers see what {@code drills/isolation.yaml} declares, and nothing else. */
final class IsolationDrill {
    private static final Duration HOLD = Duration.ofSeconds(12);
    private static final int SLICE = 2;

    private final Scale scale = Scale.asked();
    private final RunFiles files = new RunFiles("isolation");
    private final Matrix matrix = Matrix.in(Path.of(Addresses.root(), "drills", "isolation.yaml"));

    /** A misspelt one would be found when its turn comes, perhaps after half an hour. */
    @BeforeEach
    void requireThatWhatIsBrokenIsThere() {
        var there = Part.all().stream()
                .map(Part::name)
                .flatMap(name -> Stream.of(name, name.replaceFirst("-\\d+$", "")))
                .toList();
        assertThat(matrix.rows().stream()
                        .flatMap(row -> row.targets().stream())
                        .filter(target -> !there.contains(target)))
                .as("what drills/isolation.yaml breaks and nobody has")
                .isEmpty();
    }

    @Test
    void everyCellIsAsDeclared() {
        var chosen = chosen();
        var rows = new ArrayList<Grid.Row>();
        var grid = grid(rows);
        for (var row : chosen) {
            var cells = measured(row);
            rows.add(new Grid.Row(row.fault(), fields(cells)));
            grid = grid(rows);
            Progress.say("%d of %d: %s%s".formatted(rows.size(), chosen.size(), row.fault(), differences(cells)));
            write(grid);
        }
        assertThat(grid.rows().stream()
                        .flatMap(row -> row.fields().stream())
                        .flatMap(field -> field.differences().stream()))
                .as("see the report")
                .isEmpty();
    }

    /** The broken twin: what nobody declared is seen, in the journeys it befalls. */
    @Test
    void seesWhatWasNotDeclared() {
        var cells = new LinkedHashMap<String, Expectation>();
        matrix.journeys().forEach(journey -> cells.put(journey, Expectation.of("unaffected")));
        var measured = new Isolation(HOLD, slower())
                .measure(new Matrix.Row("kill product", cells, 0), files.samples("undeclared"));
        measured.values().removeIf(Cell::holds);
        assertThat(measured).containsKeys("browse", "order");
    }

    /** In the short run a difference must show twice: what a busy machine does once it need not do again. */
    private Map<String, Cell> measured(Matrix.Row row) {
        var isolation = new Isolation(hold(row), slower());
        var cells = isolation.measure(row, files.samples(row.fault()));
        if (scale.isLong() || cells.values().stream().allMatch(Cell::holds)) {
            return cells;
        }
        Progress.say("once more: %s%s".formatted(row.fault(), differences(cells)));
        return isolation.measure(row, files.samples(row.fault() + "-again"));
    }

    private List<Matrix.Row> chosen() {
        if (scale.isLong()) {
            return matrix.rows();
        }
        Progress.say(
                "%d of %d faults, by seed %d".formatted(SLICE, matrix.rows().size(), scale.seed()));
        var shuffled = new ArrayList<>(matrix.rows());
        Collections.shuffle(shuffled, new Random(scale.seed()));
        return shuffled.subList(0, SLICE);
    }

    private Duration hold(Matrix.Row row) {
        var seconds = scale.isLong() ? row.longHoldSeconds() : 0;
        return seconds > 0 ? Duration.ofSeconds(seconds) : HOLD;
    }

    /** The short run is part of what every change must pass, on machines that may be busy: it is there for what is wrong. */
    private int slower() {
        return scale.isLong() ? 1 : 2;
    }

    private Grid grid(List<Grid.Row> rows) {
        return new Grid("Isolation: what breaks for whom", matrix.journeys(), rows);
    }

    private void write(Grid grid) {
        var page = new GridPage(grid, Origin.of("isolation", scale));
        files.write("md", page.markdown());
        Progress.say("report: " + files.write("html", page.html()));
    }

    private static List<Grid.Field> fields(Map<String, Cell> cells) {
        return cells.values().stream()
                .map(cell -> new Grid.Field(
                        cell.expected().text(), "%s, p99 %d ms".formatted(cell.seen(), cell.p99()), cell.differences()))
                .toList();
    }

    private static String differences(Map<String, Cell> cells) {
        var told = new StringBuilder();
        cells.forEach((journey, cell) -> {
            if (!cell.holds()) {
                told.append("\n      ").append(journey).append(": ").append(String.join("; ", cell.differences()));
            }
        });
        return told.toString();
    }
}
