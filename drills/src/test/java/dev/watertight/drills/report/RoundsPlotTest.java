package dev.watertight.drills.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class RoundsPlotTest {
    @Test
    void drawsEveryRoundAndEveryLimit() {
        var svg = new RoundsPlot("ratio")
                .column("ours & mine", 2, List.of(1.0, 1.5, 1.2))
                .column("theirs", List.of(4.0, 5.0))
                .svg("Ours beside theirs");
        assertThat(svg)
                .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"")
                .contains("ours &amp; mine", "theirs", "Ours beside theirs", ">ratio<");
        assertThat(svg.split("class=\"round\"", -1)).hasSize(1 + 5);
        assertThat(svg.split("class=\"limit\"", -1)).hasSize(1 + 1);
    }

    @Test
    void hasRoomForALimitAboveEveryRound() {
        var low = new RoundsPlot("ratio").column("ours", List.of(1.0)).svg("");
        var withLimit = new RoundsPlot("ratio").column("ours", 9, List.of(1.0)).svg("");
        assertThat(low).doesNotContain(">8<");
        assertThat(withLimit).contains(">8<");
    }
}
