package dev.watertight.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.watertight.chassis.config.Settings;
import dev.watertight.chassis.config.SettingsException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProductConfigTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "SHOP_INSTANCE", "product-1",
            "SHOP_STATE_DIR", "/var/lib/product",
            "SHOP_TELEMETRY_OTLP_ENDPOINT", "http://collector:4318",
            "SHOP_DATABASE_URL", "jdbc:mysql://db:3306/product",
            "SHOP_DATABASE_USER", "product_serve",
            "SHOP_DATABASE_PASSWORD", "secret");

    @Test
    void hasDefaults() {
        var config = Settings.read(ProductConfig.class, REQUIRED);
        assertThat(config.currency()).isEqualTo("EUR");
        assertThat(config.reservationTtl()).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.database().poolSize()).isEqualTo(8);
    }

    @Test
    void readsEveryKeyOfItsOwn() {
        var environment = new HashMap<>(REQUIRED);
        environment.put("SHOP_CURRENCY", "CHF");
        environment.put("SHOP_RESERVATION_TTL", "90s");
        environment.put("SHOP_TOKENS_ISSUER", "https://shop.example");
        var config = Settings.read(ProductConfig.class, environment);
        assertThat(config.service().instance()).isEqualTo("product-1");
        assertThat(config.database().user()).isEqualTo("product_serve");
        assertThat(config.tokens().issuer()).isEqualTo("https://shop.example");
        assertThat(config.currency()).isEqualTo("CHF");
        assertThat(config.reservationTtl()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void refusesAKeyNobodyKnows() {
        var environment = new HashMap<>(REQUIRED);
        environment.put("SHOP_RESERVATION_TLL", "90s");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> Settings.read(ProductConfig.class, environment))
                .withMessageContaining("SHOP_RESERVATION_TTL");
    }
}
