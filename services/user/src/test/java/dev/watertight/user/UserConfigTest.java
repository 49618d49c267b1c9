package dev.watertight.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watertight.chassis.config.Settings;
import dev.watertight.chassis.config.SettingsException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UserConfigTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "SHOP_INSTANCE", "user-1",
            "SHOP_STATE_DIR", "/var/lib/user",
            "SHOP_TELEMETRY_OTLP_ENDPOINT", "http://collector:4318",
            "SHOP_DATABASE_URL", "jdbc:mysql://db:3306/user",
            "SHOP_DATABASE_USER", "user_serve",
            "SHOP_DATABASE_PASSWORD", "secret",
            "SHOP_KEYS_DIR", "/etc/user/keys");

    @Test
    void hasDefaults() {
        var config = Settings.read(UserConfig.class, REQUIRED);
        assertThat(config.tokens().issuer()).isEqualTo("http://localhost:8080");
        assertThat(config.tokens().audience()).isEqualTo("watertight");
        assertThat(config.database().poolSize()).isEqualTo(8);
        assertThat(config.hashesAtOnce()).isZero();
    }

    @Test
    void readsEveryKeyOfItsOwn() {
        var environment = new HashMap<>(REQUIRED);
        environment.put("SHOP_TOKENS_ISSUER", "https://shop.example");
        environment.put("SHOP_TOKENS_AUDIENCE", "shop");
        environment.put("SHOP_HASHES_AT_ONCE", "3");
        var config = Settings.read(UserConfig.class, environment);
        assertThat(config.service().instance()).isEqualTo("user-1");
        assertThat(config.database().user()).isEqualTo("user_serve");
        assertThat(config.keysDir()).isEqualTo(Path.of("/etc/user/keys"));
        assertThat(config.tokens().issuer()).isEqualTo("https://shop.example");
        assertThat(config.tokens().audience()).isEqualTo("shop");
        assertThat(config.hashesAtOnce()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHOP_KEYS_DIR", "SHOP_DATABASE_URL", "SHOP_STATE_DIR", "SHOP_INSTANCE"})
    void namesTheKeyThatIsMissing(String variable) {
        var environment = new HashMap<>(REQUIRED);
        environment.remove(variable);
        assertThatThrownBy(() -> Settings.read(UserConfig.class, environment))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(variable);
    }
}
