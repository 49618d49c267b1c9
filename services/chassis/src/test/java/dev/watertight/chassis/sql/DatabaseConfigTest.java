package dev.watertight.chassis.sql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watertight.chassis.config.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DatabaseConfigTest {
    @Test
    void refusesToWaitForNothing() {
        assertThatThrownBy(() -> new DatabaseConfig("jdbc:mysql://db", "u", new Secret("p"), 1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("socketTimeout");
    }
}
