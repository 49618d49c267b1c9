package dev.watertight.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DeadlineTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void givesWorkWithoutADeadlineTheUsualOne() {
        assertThat(Deadline.current().remaining()).isBetween(Duration.ofMillis(1500), Duration.ofMillis(2500));
    }

    @Test
    void givesWorkWithoutADeadlineWhatItAsksFor() {
        assertThat(Deadline.current(HOUR).remaining()).isBetween(HOUR.minusMinutes(1), HOUR);
    }

    @Test
    void goesWithTheWorkItIsFor() {
        var remaining =
                Deadline.in(HOUR).call(() -> Deadline.current(Duration.ZERO).remaining());

        assertThat(remaining).isBetween(HOUR.minusMinutes(1), HOUR);
    }

    @Test
    void endsWithItsWork() {
        Deadline.in(HOUR).run(() -> {});

        assertThat(Deadline.current(Duration.ZERO).isExpired()).isTrue();
    }

    @Test
    void leavesTimeForWhatHasToFollow() {
        assertThat(Deadline.in(HOUR).earlier(Duration.ofMinutes(30)).remaining())
                .isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
    }

    @Test
    void hasTheTimeThatWasLeftUntilItsEnd() {
        assertThat(Deadline.in(HOUR).earlier(HOUR).untilEnd()).isBetween(HOUR.minusMinutes(1), HOUR);
    }

    @Test
    void isExpiredWhenNothingRemains() {
        assertThat(Deadline.in(Duration.ZERO).isExpired()).isTrue();
    }

    @Test
    void hasNothingRemainingRatherThanLess() {
        assertThat(Deadline.in(Duration.ofSeconds(-5)).remaining()).isEqualTo(Duration.ZERO);
    }
}
