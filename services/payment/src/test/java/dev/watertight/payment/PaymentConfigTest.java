package dev.watertight.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watertight.chassis.config.Settings;
import dev.watertight.chassis.config.SettingsException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PaymentConfigTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "SHOP_INSTANCE", "payment-1",
            "SHOP_STATE_DIR", "/var/lib/payment",
            "SHOP_TELEMETRY_OTLP_ENDPOINT", "http://collector:4318",
            "SHOP_DATABASE_URL", "jdbc:mysql://db:3306/payment",
            "SHOP_DATABASE_USER", "payment_serve",
            "SHOP_DATABASE_PASSWORD", "secret",
            "SHOP_ACQUIRER_URL", "http://acquirer:7070");

    @Test
    void hasDefaults() {
        var config = Settings.read(PaymentConfig.class, REQUIRED);
        assertThat(config.currency()).isEqualTo("EUR");
        assertThat(config.workers()).isEqualTo(4);
    }

    @Test
    void readsEveryKeyOfItsOwn() {
        var environment = new HashMap<>(REQUIRED);
        environment.put("SHOP_CURRENCY", "CHF");
        environment.put("SHOP_WORKERS", "2");
        var config = Settings.read(PaymentConfig.class, environment);
        assertThat(config.acquirer().url()).isEqualTo(URI.create("http://acquirer:7070"));
        assertThat(config.currency()).isEqualTo("CHF");
        assertThat(config.workers()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acquirer:7070", "http://acquirer", "https://acquirer:7070", "http://:7070"})
    void refusesAnAddressItCannotCall(String url) {
        var environment = new HashMap<>(REQUIRED);
        environment.put("SHOP_ACQUIRER_URL", url);
        assertThatThrownBy(() -> Settings.read(PaymentConfig.class, environment))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("acquirer");
    }
}
