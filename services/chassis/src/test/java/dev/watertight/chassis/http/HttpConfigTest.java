package dev.watertight.chassis.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpConfigTest {
    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void refusesADeadlineThatPassesAtOnce(long milliseconds) {
        assertThatThrownBy(() -> config(milliseconds, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deadline");
    }

    @Test
    void refusesToAnswerLessThanNothing() {
        assertThatThrownBy(() -> config(1, -1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxConcurrent");
    }

    @Test
    void refusesToHaveStoppedBeforeItLeaves() {
        assertThatThrownBy(() -> config(1, 1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("drain");
    }

    @Test
    void mayBeShut() {
        assertThat(config(1, 0, 0).maxConcurrent()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"'', 127.0.0.1", "shop.example, shop.example"})
    void isReachedWhereItListensUnlessToldOtherwise(String advertise, String expected) {
        var config = new HttpConfig("127.0.0.1", advertise, 0, 0, 0, Duration.ofSeconds(1), 1, Duration.ZERO);

        assertThat(config.advertised()).isEqualTo(expected);
    }

    private static HttpConfig config(long deadline, int maxConcurrent, long drain) {
        return new HttpConfig(
                "127.0.0.1", "", 0, 0, 0, Duration.ofMillis(deadline), maxConcurrent, Duration.ofMillis(drain));
    }
}
