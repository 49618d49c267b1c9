package dev.watertight.drills.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
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

    /** Where almost all of the greatest load is answered, a greater one may get more. */
    @Test
    void hasAPeakOnlyIfTheGreatestLoadWasTooMuch() {
        assertThat(resultOf(round(90, 100, 104, 90)).hasPeak()).isTrue();
        assertThat(resultOf(round(90, 100, 105, 90)).hasPeak()).isFalse();
    }

    /** Eight callers who wait 50 ms for each answer get 160 a second; 400 can be had. */
    @Test
    void looksFurtherWhereNoLoadIsTooMuch() {
        var time = Duration.ofMillis(500);
        IntSupplier request = () -> {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            return 200;
        };
        var subject = new GoodputCurve.Subject(
                request, GoodputCurveTest::answersOf400, Duration.ofSeconds(1), Duration.ZERO, time, () -> {});
        var curve = GoodputCurve.find(2, subject);
        curve.round();
        assertThat(curve.result().overload()).isCloseTo(800, within(8.0));
    }

    private static Outcomes answersOf400(IntSupplier request, double load, double overload, Duration time) {
        var answers = (int) (Math.min(load, 400) * time.toMillis() / 1_000);
        return new Outcomes(0, Collections.nCopies(answers, new Outcomes.Outcome(0, 200, 0)));
    }

    @Test
    void sendsAsMuchAtEveryLoad() {
        var asked = new AtomicInteger();
        var strays = new AtomicInteger();
        var sender = GoodputCurve.Sender.asBusyAtEveryLoad(strays::incrementAndGet);
        var outcomes = sender.send(asked::incrementAndGet, 100, 1_000, Duration.ofMillis(500));
        assertThat(outcomes.all()).hasSize(50);
        assertThat(asked).hasValue(50);
        assertThat(strays).hasValue(450);
    }

    private static GoodputCurve.Result resultOf(GoodputCurve.Round... rounds) {
        return GoodputCurve.Result.of(LOADS, 150, List.of(rounds));
    }

    private static GoodputCurve.Round round(double first, double second, double third, double overloaded) {
        return new GoodputCurve.Round(List.of(first, second, third), overloaded, 50);
    }
}
