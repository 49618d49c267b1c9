package dev.watertight.chassis.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.consul.Endpoint;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplicaTest {
    private static final long NOW = System.nanoTime();

    private final AtomicLong now = new AtomicLong(NOW);
    private final Replica replica = new Replica(new Endpoint("a-1", "127.0.0.1", 1), 1, now::get);

    @Test
    void isNotEjectedAtFirst() {
        assertThat(replica.isEjected(NOW)).isFalse();
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
        var before = replica.cost();
        replica.begin();
        replica.answeredBadly(true);
        fail(1);

        assertThat(replica.cost()).isEqualTo(before);
        assertThat(replica.isEjected(after(4) - 1)).isTrue();
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
        fail(3);

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
        replica.answeredBadly(true);

        assertThat(replica.cost()).isEqualTo(1);
    }

    @Test
    void isUnwellAfterFiveFailuresInARow() {
        for (var failure = 1; failure < 5; failure++) {
            assertThat(answersBadly(true)).as("failure %d", failure).isFalse();
        }
        assertThat(answersBadly(true)).isTrue();
    }

    @Test
    void isWellAgainAfterOneGoodAnswer() {
        for (var failure = 1; failure < 5; failure++) {
            answersBadly(true);
        }
        replica.begin();
        replica.answered(1);

        assertThat(answersBadly(true)).isFalse();
    }

    @Test
    void isWellWhileItShedsLoad() {
        for (var refusal = 1; refusal <= 10; refusal++) {
            assertThat(answersBadly(false)).isFalse();
        }
    }

    private boolean answersBadly(boolean failed) {
        replica.begin();
        return replica.answeredBadly(failed);
    }

    @Test
    void countsItsRequestsInFlightHoweverLongItWasIdle() {
        now.set(after(100_000));
        var before = replica.cost();
        replica.begin();

        assertThat(replica.cost()).isEqualTo(2 * before).isPositive();
    }

    private void fail(int times) {
        for (var i = 0; i < times; i++) {
            replica.begin();
            replica.failed(NOW);
        }
    }

    private static long after(int seconds) {
        return NOW + Duration.ofSeconds(seconds).toNanos();
    }
}
