package dev.watertight.drills.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.watertight.drills.report.ScalingPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is made of the rounds; first of all, that a service which does not scale is seen not to. */
@Tag("unit")
final class ScalingTest {
    @Test
    void holdsWhenFourReplicasDoNearlyFourTimesAsMuch() {
        var scaling = scaling(count -> 95 * count, _ -> 20);
        assertThat(scaling.verdict()).isEqualTo(Scaling.Verdict.HOLDS);
        assertThat(scaling.speedUp(4)).isCloseTo(4.0, within(0.01));
        assertThat(scaling.rate(2)).isEqualTo(190);
    }

    /** The broken twin: all replicas behind one lock, or in one group of processes with one quota. */
    @Test
    void failsWhenReplicasShareWhatTheyNeed() {
        var scaling = scaling(_ -> 100, _ -> 20);
        assertThat(scaling.verdict()).isEqualTo(Scaling.Verdict.FAILS);
        assertThat(scaling.problems()).containsExactly("4 replicas keep 1.00 times what one does, not 3.0");
    }

    @Test
    void failsJustBelowWhatIsAskedFor() {
        assertThat(scaling(count -> count == 4 ? 299 : 100, _ -> 20).verdict()).isEqualTo(Scaling.Verdict.FAILS);
        assertThat(scaling(count -> count == 4 ? 300 : 100, _ -> 20).verdict()).isEqualTo(Scaling.Verdict.HOLDS);
    }

    @Test
    void failsWhenAnotherServiceGrewSlower() {
        var scaling = scaling(count -> 100 * count, count -> count == 4 ? 24 : 20);
        assertThat(scaling.problems()).containsExactly("the p99 of order differed by 20 %, more than 15 %");
    }

    @Test
    void failsWhenAnotherServiceAnsweredWrongly() {
        var trial = MadeUpTrial.kept().withOthersWrong(3).at(400, 4);
        var four = new Measurement(1, 4, 400, "", "", trial, trial.others(), List.of());
        var scaling = new Scaling(Subject.PRODUCT, List.of(measured(1, 1, 100, 20), four));
        assertThat(scaling.problems()).containsExactly("3 answers of order were wrong or not asked for");
    }

    @Test
    void grantsOthersWhatTheyDifferByWhenNothingDoes() {
        var measurements = new ArrayList<Measurement>();
        for (var p99 : new double[] {20, 26}) {
            measurements.add(measured(1, 1, 100, p99));
        }
        measurements.add(measured(1, 4, 400, 27));
        var scaling = new Scaling(Subject.PRODUCT, measurements);
        assertThat(scaling.tolerance("order")).isCloseTo(0.3, within(0.001));
        assertThat(scaling.change("order")).isCloseTo(27 / 23.0 - 1, within(0.001));
        assertThat(scaling.verdict()).isEqualTo(Scaling.Verdict.HOLDS);
    }

    @Test
    void takesTheMedianOfTheRoundsAndTheSpreadOfThoseThatShouldNotDiffer() {
        var scaling = new Scaling(
                Subject.PRODUCT,
                List.of(
                        measured(1, 1, 100, 20),
                        measured(1, 1, 110, 20),
                        measured(1, 4, 500, 20),
                        measured(2, 1, 300, 20),
                        measured(2, 4, 400, 20)));
        assertThat(scaling.rate(1)).isEqualTo(110);
        assertThat(scaling.rate(4)).isEqualTo(450);
        assertThat(scaling.speedUps(4)).containsExactly(500 / 105.0, 400 / 300.0);
        assertThat(scaling.speedUp(4)).isCloseTo((500 / 105.0 + 400 / 300.0) / 2, within(0.001));
        assertThat(scaling.spread()).isCloseTo(0.1, within(0.001));
    }

    @Test
    void isVoidWhenOneMeasurementIs() {
        var held = held(4, 400, 20);
        var why = "above that, half of the cores were busy at 80 %";
        var busy = new Measurement(1, 4, 400, why, "", held, held.others(), List.of());
        var scaling = new Scaling(Subject.PRODUCT, List.of(measured(1, 1, 100, 20), busy));
        assertThat(scaling.verdict()).isEqualTo(Scaling.Verdict.VOID);
        assertThat(scaling.problems())
                .containsExactly("round 1 with 4 replicas is void: above that, half of the cores were busy at 80 %");
    }

    @Test
    void saysOnItsPageWhatHappened() {
        var page = ScalingPage.of(scaling(_ -> 100, _ -> 20), Map.of("machine", "two <cores>"));
        assertThat(page)
                .contains("Does not hold: 4 replicas keep 1.00 times what one does", "two &lt;cores&gt;")
                .contains("p99 was 900 ms", "4 replicas</text>")
                .doesNotContain("NaN", "Infinity");
    }

    private static Scaling scaling(IntToDoubleFunction rate, IntToDoubleFunction othersP99) {
        var measurements = new ArrayList<Measurement>();
        for (var count : List.of(1, 2, 2, 4)) {
            measurements.add(measured(1, count, rate.applyAsDouble(count), othersP99.applyAsDouble(count)));
        }
        return new Scaling(Subject.PRODUCT, measurements);
    }

    private static Measurement measured(int round, int replicas, double rate, double othersP99) {
        var held = held(replicas, rate, othersP99);
        return new Measurement(
                round, replicas, rate, "", "p99 was 900 ms, not 250", held, held.others(), List.of("tried"));
    }

    private static Trial held(int replicas, double rate, double othersP99) {
        return MadeUpTrial.kept().withOthersAt(othersP99).at(rate, replicas);
    }
}
