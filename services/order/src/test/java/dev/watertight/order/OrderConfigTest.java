package dev.watertight.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.config.Settings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OrderConfigTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "SHOP_INSTANCE", "order-1",
            "SHOP_STATE_DIR", "/var/lib/order",
            "SHOP_TELEMETRY_OTLP_ENDPOINT", "http://collector:4318",
            "SHOP_DATABASE_URL", "jdbc:mysql://db:3306/order",
            "SHOP_DATABASE_USER", "order_serve",
            "SHOP_DATABASE_PASSWORD", "secret");

    @Test
    void hasDefaults() {
        var config = Settings.read(OrderConfig.class, REQUIRED);
        assertThat(config.currency()).isEqualTo("EUR");
        assertThat(config.workers()).isEqualTo(4);
        assertThat(config.database().poolSize()).isEqualTo(8);
    }

    @Test
    void readsEveryKeyOfItsOwn() {
        var environment = new HashMap<>(REQUIRED);
        environment.put("SHOP_CURRENCY", "CHF");
        environment.put("SHOP_WORKERS", "2");
        var config = Settings.read(OrderConfig.class, environment);
        assertThat(config.service().instance()).isEqualTo("order-1");
        assertThat(config.database().user()).isEqualTo("order_serve");
        assertThat(config.currency()).isEqualTo("CHF");
        assertThat(config.workers()).isEqualTo(2);
    }
}
