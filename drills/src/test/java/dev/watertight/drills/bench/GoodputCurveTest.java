package dev.watertight.drills.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
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

    /** Eight callers who wait 50 ms for each answer get 160 a second, and one search sees 208; there is room for 400. */
    @Test
    void looksFurtherWhereNoLoadIsTooMuch() {
        var curve = GoodputCurve.find(2, answeredIn(new Semaphore(20)));
        assertThat(overload(curve)).isGreaterThan(2 * 208);
    }

    /** After the search there is half as much room: the first round still trusts the search, the second the first. */
    @Test
    void overloadFollowsThePeakOfTheRounds() {
        var room = new Semaphore(20);
        var curve = GoodputCurve.find(2, answeredIn(room));
        room.acquireUninterruptibly(10);
        var first = overload(curve);
        assertThat(overload(curve)).isBetween(0.3 * first, 0.8 * first);
    }

    private static double overload(GoodputCurve curve) {
        return curve.rounds(Duration.ZERO).getFirst().overload();
    }

    /** For 50 ms each. */
    private static GoodputCurve.Subject answeredIn(Semaphore room) {
        IntSupplier request = () -> {
            if (!room.tryAcquire()) {
                return 503;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            room.release();
            return 200;
        };
        return new GoodputCurve.Subject(
                request, Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofMillis(500), () -> {});
    }

    private static GoodputCurve.Result resultOf(GoodputCurve.Round... rounds) {
        return GoodputCurve.Result.of(LOADS, List.of(rounds));
    }

    private static GoodputCurve.Round round(double first, double second, double third, double overloaded) {
        return new GoodputCurve.Round(List.of(first, second, third), 150, overloaded, 50);
    }
}
