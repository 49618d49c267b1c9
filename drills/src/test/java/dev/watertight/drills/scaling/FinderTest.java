package dev.watertight.drills.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The search, on services of which it is known what they keep. */
@Tag("unit")
final class FinderTest {
    private static final Offset<Double> NEAR = within(6.1);

    private final List<String> said = new ArrayList<>();

    @Test
    void findsWhatAServiceKeepsFromAnywhere() {
        for (var first : new double[] {100, 95, 40, 60, 180, 300}) {
            var found = find(first, (rate, _) -> lateAbove(100, rate));
            assertThat(found.rate())
                    .as("from %s", first)
                    .isLessThanOrEqualTo(100)
                    .isCloseTo(100, NEAR);
            assertThat(found.isVoid()).isFalse();
            assertThat(found.limit()).isEqualTo("p99 was 900 ms, not 250");
        }
    }

    @Test
    void takesFewTrialsWhenItIsNear() {
        find(90, (rate, _) -> lateAbove(100, rate));
        assertThat(said).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void keepsTheTrialAtTheRateThatItFound() {
        for (var first : new double[] {40, 300}) {
            var found = find(first, (rate, _) -> lateAbove(100, rate));
            assertThat(found.held().asked().rate()).isEqualTo(found.rate());
            assertThat(found.held().load().p99Ms()).isEqualTo(100);
        }
    }

    @Test
    void isVoidWhenTheMachineEndsBeforeTheService() {
        var found = find(60, (rate, _) -> busyAbove(100, rate));
        assertThat(found.voided())
                .isEqualTo("above that, half of the cores were busy at 80 %, 10 % with something else");
        assertThat(found.rate()).isCloseTo(100, NEAR);
    }

    @Test
    void triesOnceMoreWhatWasVoid() {
        var turns = new ArrayList<Double>();
        var found = find(60, (rate, _) -> {
            turns.add(rate);
            return turns.size() == 1 ? busyAbove(0, rate) : lateAbove(100, rate);
        });
        assertThat(found.isVoid()).isFalse();
        assertThat(turns.get(0)).isEqualTo(turns.get(1));
    }

    @Test
    void keepsNothingOfAServiceThatIsAlwaysLate() {
        var found = find(60, (rate, _) -> lateAbove(0, rate));
        assertThat(found.rate()).isZero();
        assertThat(found.voided()).isEqualTo("no rate held: p99 was 900 ms, not 250");
    }

    @Test
    void isVoidWhenNothingIsTooMuch() {
        var found = find(60, (rate, _) -> lateAbove(1e9, rate));
        assertThat(found.voided()).isEqualTo("no rate was too high");
    }

    @Test
    void tellsEveryTrialAsItGoes() {
        var found = find(60, (rate, _) -> lateAbove(100, rate));
        assertThat(said).isEqualTo(found.tried());
        assertThat(said.getFirst())
                .isEqualTo("60.0/s for 5 s: kept; p99 100 ms, 80 % of its quota, database 5 % and k6 10 % of a core,"
                        + " busier half 40 %");
    }

    /** A machine that stalls does so for all at once, and says nothing of how well services are kept apart. */
    @Test
    void watchesTheOthersInAllTrials() {
        var turns = new ArrayList<Double>();
        var found = find(60, (rate, _) -> {
            turns.add(rate);
            var trial = MadeUpTrial.kept().answered(0, rate > 100 ? 900 : 100).withOthersWrong(1);
            return trial.withOthersAt(turns.size() == 1 ? 750 : 20).at(rate, 1);
        });
        var order = found.others().get("order");
        assertThat(order)
                .returns(20.0, Requests::p99Ms)
                .returns(750.0, Requests::maxMs)
                .returns((long) turns.size(), Requests::failedChecks);
    }

    private Measurement find(double first, Trials service) {
        said.clear();
        return new Finder(service, said::add).find(Subject.PRODUCT, 1, 1, first);
    }

    private static Trial lateAbove(double limit, double rate) {
        return MadeUpTrial.kept().answered(0, rate > limit ? 900 : 100).at(rate, 1);
    }

    private static Trial busyAbove(double limit, double rate) {
        return MadeUpTrial.kept().onAMachineBusyAt(rate > limit ? 0.8 : 0.5).at(rate, 1);
    }
}
