package dev.watertight.chassis.sql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watertight.chassis.config.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of changes is tested where there are some, with a service. */
final class MigrationsTest {
    @Test
    void saysInOneLineThatItsServerIsAway() {
        var away = new DatabaseConfig("jdbc:mysql://127.0.0.1:9/x", "u", new Secret("p"), 1, Duration.ofSeconds(1));

        assertThatThrownBy(() -> Migrations.run(away))
                .isInstanceOf(DatabaseException.class)
                .hasMessageMatching("Cannot migrate the database: .*");
    }
}
