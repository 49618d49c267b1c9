package dev.watertight.chassis.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.consul.Endpoint;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplicaTest {
    private final AtomicLong now = new AtomicLong(System.nanoTime());
    private final Replica replica = new Replica(new Endpoint("a-1", "127.0.0.1", 1), 1, now::get);

    @Test
    void isNotEjectedAtFirst() {
        assertThat(replica.isEjected(now.get())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "6, 32", "7, 32", "50, 32"})
    void isLeftAloneForATimeThatDoubles(int failures, int seconds) {
        fail(failures);

        assertThat(replica.isEjected(after(seconds) - 1)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "6, 32", "7, 32", "50, 32"})
    void isTriedAgainAfterThatTime(int failures, int seconds) {
        fail(failures);

        assertThat(replica.isEjected(after(seconds))).isFalse();
    }

    @Test
    void startsWithAShortTimeAgainOnceItAnswered() {
        fail(5);
        replica.begin();
        replica.answered(1);
        fail(1);

        assertThat(replica.isEjected(after(1))).isFalse();
    }

    @Test
    void learnsNothingGoodFromAFailureThatWasAnswered() {
        fail(2);
        replica.begin();
        replica.answeredWithFailure();
        assertThat(replica.cost()).isEqualTo(1);
        fail(1);

        assertThat(replica.isEjected(after(4) - 1)).isTrue();
    }

    @Test
    void isLeftAloneOnceForABurstOfFailures() {
        failAtOnce(6);

        assertThat(replica.isEjected(after(1) - 1)).isTrue();
        assertThat(replica.isEjected(after(1))).isFalse();
    }

    @Test
    void tellsThatItIsLeftAloneOnceOnly() {
        replica.begin();
        replica.begin();

        assertThat(replica.failed(now.get())).isTrue();
        assertThat(replica.failed(now.get())).isFalse();
    }

    @Test
    void isLeftAloneNoLongerForWhatFailsMeanwhile() {
        fail(1);
        var end = after(1);
        now.set(end - 1);
        failAtOnce(1);

        assertThat(replica.isEjected(end)).isFalse();
    }

    @Test
    void takesABurstForOneFailureWhenItDoublesTheTime() {
        failAtOnce(6);
        now.set(after(1));
        failAtOnce(6);

        assertThat(replica.isEjected(after(2) - 1)).isTrue();
        assertThat(replica.isEjected(after(2))).isFalse();
    }

    @Test
    void costsMoreForEachRequestInFlight() {
        replica.begin();
        var one = replica.cost();
        replica.begin();

        assertThat(replica.cost()).isEqualTo(one * 3 / 2);
    }

    @Test
    void costsMoreTheSlowerItAnswers() {
        var before = replica.cost();
        replica.begin();
        replica.answered(Duration.ofMillis(200).toNanos());

        assertThat(replica.cost()).isGreaterThan(before * 10);
    }

    @Test
    void costsAsBeforeWhenAllRequestsEnded() {
        var before = replica.cost();
        failAtOnce(3);

        assertThat(replica.cost()).isEqualTo(before);
    }

    @Test
    void costsHalfForEachTwoSecondsItWasNotHeardOf() {
        replica.begin();
        replica.answered(Duration.ofMillis(200).toNanos());
        var before = replica.cost();
        now.set(after(4));

        assertThat(replica.cost()).isEqualTo(before / 4);
    }

    @Test
    void costsAsMuchAsBeforeWhileItAnswersBadly() {
        replica.begin();
        now.set(after(4));
        replica.answeredWithFailure();

        assertThat(replica.cost()).isEqualTo(1);
    }

    @Test
    void isUnwellAfterFiveFailuresInARow() {
        for (var failure = 1; failure < 5; failure++) {
            assertThat(answersWithFailure()).as("failure %d", failure).isFalse();
        }
        assertThat(answersWithFailure()).isTrue();
    }

    @Test
    void isWellAgainAfterOneGoodAnswer() {
        for (var failure = 1; failure < 5; failure++) {
            answersWithFailure();
        }
        replica.begin();
        replica.answered(1);

        assertThat(answersWithFailure()).isFalse();
    }

    @Test
    void isWellWhileItShedsLoad() {
        for (var refusal = 1; refusal <= 10; refusal++) {
            replica.begin();
            replica.answeredUnavailable();
        }

        assertThat(answersWithFailure()).isFalse();
    }

    private boolean answersWithFailure() {
        replica.begin();
        return replica.answeredWithFailure();
    }

    @Test
    void countsItsRequestsInFlightHoweverLongItWasIdle() {
        now.set(after(100_000));
        var before = replica.cost();
        replica.begin();

        assertThat(replica.cost()).isEqualTo(2 * before).isPositive();
    }

    /** Each time as soon as it is tried again. */
    private void fail(int times) {
        for (var i = 0; i < times; i++) {
            while (replica.isEjected(now.get())) {
                now.set(after(1));
            }
            failAtOnce(1);
        }
    }

    private void failAtOnce(int requests) {
        for (var i = 0; i < requests; i++) {
            replica.begin();
            replica.failed(now.get());
        }
    }

    private long after(int seconds) {
        return now.get() + Duration.ofSeconds(seconds).toNanos();
    }
}
