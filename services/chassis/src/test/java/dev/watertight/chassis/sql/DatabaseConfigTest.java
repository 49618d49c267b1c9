package dev.watertight.chassis.sql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watertight.chassis.config.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseConfigTest {
    @Test
    void refusesToWaitForNothing() {
        assertThatThrownBy(() -> new DatabaseConfig("jdbc:mysql://db", "u", new Secret("p"), 1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("socketTimeout");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void refusesToBeWithoutConnections(int poolSize) {
        var password = new Secret("p");
        var second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> new DatabaseConfig("jdbc:mysql://db", "u", password, poolSize, second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("poolSize");
    }
}
