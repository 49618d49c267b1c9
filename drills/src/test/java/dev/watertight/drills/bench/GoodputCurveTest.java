package dev.watertight.drills.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.watertight.drills.bench.GoodputCurve.Answered;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class GoodputCurveTest {
    private static final List<Double> LOADS = List.of(90.0, 100.0, 110.0);

    /** The best single figure, 120, is luck: no load gets that in most rounds. */
    @Test
    void peakIsTheGreatestMedianOfALoad() {
        var result = resultOf(round(88, 99, 94, 90), round(120, 100, 95, 80), round(89, 101, 96, 95));
        assertThat(result.peak()).isEqualTo(100);
        assertThat(result.times()).isCloseTo(1.5, within(1e-9));
    }

    /** In the second round the machine was half as quick. */
    @Test
    void overloadIsHeldAgainstThePeakOfItsOwnRound() {
        var result = resultOf(round(90, 100, 95, 90), round(45, 50, 48, 46), round(90, 100, 99, 88));
        assertThat(result.ofPeak()).containsExactly(0.90, 0.92, 0.88);
        assertThat(result.goodput()).isEqualTo(0.90);
    }

    /** The search had seen too much. */
    @Test
    void firstOverloadIsNotTheUsualOne() {
        var first = new GoodputCurve.Round(List.of(90.0, 100.0, 95.0), 300, 90, 50);
        var result = resultOf(first, round(90, 100, 95, 90), round(90, 100, 95, 90));
        assertThat(result.times()).isCloseTo(1.5, within(1e-9));
    }

    /** Where almost all of the greatest load is answered, a greater one may get more. */
    @Test
    void hasAPeakOnlyIfTheGreatestLoadWasTooMuch() {
        assertThat(resultOf(round(90, 100, 104, 90)).hasPeak()).isTrue();
        assertThat(resultOf(round(90, 100, 105, 90)).hasPeak()).isFalse();
    }

    /** Callers who wait for each answer get 160 a second, and one search sees 208; there is room for 400. */
    @Test
    void looksFurtherWhereNoLoadIsTooMuch() {
        var curve = GoodputCurve.find(2, new Room(400));
        assertThat(overload(curve)).isEqualTo(2 * 400);
    }

    /** After the search there is half as much room: the first round still trusts the search, the second the first. */
    @Test
    void overloadFollowsThePeakOfTheRounds() {
        var room = new Room(400);
        var curve = GoodputCurve.find(2, room);
        room.eachSecond = 200;
        assertThat(overload(curve)).isEqualTo(2 * 400);
        assertThat(overload(curve)).isEqualTo(2 * 200);
    }

    @Test
    void refusesWhatNoLoadIsTooMuchFor() {
        assertThatIllegalStateException()
                .isThrownBy(() -> GoodputCurve.find(2, new Room(1_000)))
                .withMessageContaining("no load was too much");
    }

    private static double overload(GoodputCurve curve) {
        return curve.rounds(Duration.ZERO).getFirst().overload();
    }

    /** Answers so many each second, and refuses the rest at once. */
    private static final class Room implements GoodputCurve.Subject {
        private double eachSecond;

        Room(double eachSecond) {
            this.eachSecond = eachSecond;
        }

        @Override
        public double answeredTo(int callers) {
            return 20.0 * callers;
        }

        @Override
        public Answered answeredOf(double load) {
            return new Answered(Math.min(load, eachSecond), 50);
        }
    }

    private static GoodputCurve.Result resultOf(GoodputCurve.Round... rounds) {
        return GoodputCurve.Result.of(LOADS, List.of(rounds));
    }

    private static GoodputCurve.Round round(double first, double second, double third, double overloaded) {
        return new GoodputCurve.Round(List.of(first, second, third), 150, overloaded, 50);
    }
}
