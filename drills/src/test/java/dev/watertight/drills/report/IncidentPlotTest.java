package dev.watertight.drills.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.drills.report.IncidentPlot.Curve;
import dev.watertight.drills.report.IncidentPlot.Moment;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class IncidentPlotTest {
    private static final List<Double> SECONDS = List.of(0.0, 5.0, 10.0);

    @Test
    void drawsEveryCurveAndEveryMomentInEveryRow() {
        var svg = new IncidentPlot(List.of(new Moment(4, "kill & wait"), new Moment(8, "told")), 10)
                .row("requests/s", 1, List.of(curve("order", 3.0, 3.0, 3.0), curve("browse", 9.0, 9.0, 9.0)))
                .row("failing %", 1, List.of(curve("order", 0.0, 40.0, 0.0), curve("browse", 0.0, 0.0, 0.0)))
                .svg("ServiceDown");
        assertThat(svg)
                .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"")
                .contains("kill &amp; wait", ">told<", ">order<", ">browse<", ">requests/s<", ">failing %<", ">40<");
        assertThat(svg.split("class=\"curve ", -1)).hasSize(1 + 4);
        assertThat(svg.split("class=\"moment\"", -1)).hasSize(1 + 4);
    }

    @Test
    void drawsNoLineWhereNothingIsKnown() {
        var svg = new IncidentPlot(List.of(new Moment(0, "cause"), new Moment(1, "told")), 30)
                .row(
                        "failing %",
                        10, List.of(new Curve("order", List.of(0.0, 1.0, 20.0, 21.0), List.of(1.0, 1.0, 1.0, 1.0))))
                .svg("A while of nothing");
        assertThat(svg.split("class=\"curve ", -1)).hasSize(1 + 2);
    }

    @Test
    void hasAnAxisEvenIfNothingIsThere() {
        assertThat(new IncidentPlot(List.of(new Moment(0, "cause"), new Moment(1, "told")), 2)
                        .row("failing %", 10, List.of())
                        .svg("Nobody asks"))
                .contains(">10<");
    }

    private static Curve curve(String name, Double... values) {
        return new Curve(name, SECONDS, List.of(values));
    }
}
