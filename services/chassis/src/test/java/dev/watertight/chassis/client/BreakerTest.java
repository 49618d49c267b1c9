package dev.watertight.chassis.client;

import static dev.watertight.chassis.client.Breaker.Outcome.FAILED;
import static dev.watertight.chassis.client.Breaker.Outcome.SUCCEEDED;
import static dev.watertight.chassis.client.Breaker.Outcome.UNCLEAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class BreakerTest {
    private static final int CLOSED = 0;
    private static final int HALF_OPEN = 1;
    private static final int OPEN = 2;
    private static final Duration WINDOW = Duration.ofSeconds(10);

    /** Less than nothing, as the JVM's may be. */
    private final AtomicLong nanos = new AtomicLong(Duration.ofDays(-1).toNanos());

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Breaker breaker = new Breaker("other", meters, nanos::get);

    @Test
    void startsClosedWithNothingRefused() {
        assertThat(state()).isEqualTo(CLOSED);
        assertThat(refused()).isZero();
    }

    @Test
    void staysClosedWhenTooFewFailedToTell() {
        calls(19, FAILED);

        assertThat(state()).isEqualTo(CLOSED);
    }

    @Test
    void opensWhenEnoughFailed() {
        calls(20, FAILED);

        assertThat(state()).isEqualTo(OPEN);
    }

    @Test
    void opensWhenHalfFailed() {
        calls(10, SUCCEEDED);
        calls(10, FAILED);

        assertThat(state()).isEqualTo(OPEN);
    }

    @Test
    void staysClosedWhenFewerThanHalfFailed() {
        calls(11, SUCCEEDED);
        calls(10, FAILED);

        assertThat(state()).isEqualTo(CLOSED);
    }

    @Test
    void learnsNothingFromTheUnclear() {
        calls(19, FAILED);
        calls(100, UNCLEAR);

        assertThat(state()).isEqualTo(CLOSED);
    }

    @Test
    void forgetsWhatFailedLongAgo() {
        calls(19, FAILED);
        pass(WINDOW);
        calls(19, FAILED);

        assertThat(state()).isEqualTo(CLOSED);
    }

    @Test
    void remembersWhatFailedJustNow() {
        calls(19, FAILED);
        pass(WINDOW.minusSeconds(1));
        calls(1, FAILED);

        assertThat(state()).isEqualTo(OPEN);
    }

    @Test
    void refusesAndCountsItWhenOpen() {
        calls(20, FAILED);

        assertRefused();
        assertRefused();
        assertThat(refused()).isEqualTo(2);
    }

    @Test
    void refusesForASecond() {
        calls(20, FAILED);
        pass(Duration.ofSeconds(1));

        assertRefused();
    }

    @Test
    void letsAFewTryAfterThat() {
        openAndWait();
        for (var i = 0; i < 3; i++) {
            breaker.enter();
        }

        assertThat(state()).isEqualTo(HALF_OPEN);
        assertRefused();
    }

    @Test
    void closesWhenTheySucceed() {
        openAndWait();
        calls(3, SUCCEEDED);

        assertThat(state()).isEqualTo(CLOSED);
    }

    @Test
    void opensAgainWhenTheyFail() {
        openAndWait();
        calls(3, FAILED);

        assertThat(state()).isEqualTo(OPEN);
        assertRefused();
    }

    @Test
    void letsAnotherTryForOneThatWasUnclear() {
        openAndWait();
        calls(10, UNCLEAR);
        calls(3, SUCCEEDED);

        assertThat(state()).isEqualTo(CLOSED);
    }

    @Test
    void startsCountingAnewOnceClosed() {
        openAndWait();
        calls(3, SUCCEEDED);
        calls(19, FAILED);

        assertThat(state()).isEqualTo(CLOSED);
    }

    @Test
    void letsNoMoreTryForOldCallsThatWereUnclear() {
        var old = List.of(breaker.enter(), breaker.enter(), breaker.enter());
        openAndWait();
        breaker.enter();
        old.forEach(entered -> breaker.learn(entered, UNCLEAR));
        breaker.enter();
        breaker.enter();

        assertRefused();
    }

    @Test
    void takesNoOldCallsThatFailForTrials() {
        var old = List.of(breaker.enter(), breaker.enter(), breaker.enter());
        openAndWait();
        breaker.enter();
        old.forEach(entered -> breaker.learn(entered, FAILED));

        assertThat(state()).isEqualTo(HALF_OPEN);
    }

    private void openAndWait() {
        calls(20, FAILED);
        pass(Duration.ofMillis(1001));
    }

    private void calls(int count, Breaker.Outcome outcome) {
        for (var i = 0; i < count; i++) {
            breaker.learn(breaker.enter(), outcome);
        }
    }

    private void assertRefused() {
        assertThatThrownBy(breaker::enter)
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("other")
                .hasMessageContaining("breaker is open");
    }

    private double state() {
        return meters.get("client.breaker.state")
                .tag("server.service", "other")
                .gauge()
                .value();
    }

    private double refused() {
        return meters.get("client.breaker.refused")
                .tag("server.service", "other")
                .counter()
                .count();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
