package dev.watertight.user.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class HashTimeTest {
    private static final Duration LEFT = Duration.ofMillis(2_500);

    private final HashTime time = new HashTime();

    @Test
    void sparesEverythingBeforeTheFirstHash() {
        assertThat(time.spare(LEFT)).isEqualTo(LEFT);
    }

    @Test
    void keepsTwiceTheMeanForTheHashItself() {
        for (var i = 0; i < 100; i++) {
            time.took(Duration.ofMillis(600));
        }
        assertThat(time.spare(LEFT)).isBetween(Duration.ofMillis(1_300), Duration.ofMillis(1_310));
    }

    @Test
    void followsAScarceProcessorAndForgetsIt() {
        time.took(Duration.ofMillis(100));
        var before = time.spare(LEFT);
        time.took(Duration.ofSeconds(1));
        assertThat(time.spare(LEFT)).isLessThan(before);
        for (var i = 0; i < 100; i++) {
            time.took(Duration.ofMillis(10));
        }
        assertThat(time.spare(LEFT)).isGreaterThan(before);
    }

    @Test
    void knowsWhatHashesTakeOneAfterTheOther() {
        assertThat(time.of(3)).isEqualTo(Duration.ZERO);
        for (var i = 0; i < 100; i++) {
            time.took(Duration.ofMillis(600));
        }
        assertThat(time.of(3)).isBetween(Duration.ofMillis(1_790), Duration.ofMillis(1_800));
    }

    @Test
    void sparesNothingWhereAHashNeedsMoreThanIsLeft() {
        for (var i = 0; i < 100; i++) {
            time.took(Duration.ofSeconds(2));
        }
        assertThat(time.spare(LEFT)).isEqualTo(Duration.ZERO);
    }
}
