package dev.watertight.acquirer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.config.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AcquirerConfigTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "SHOP_INSTANCE", "acquirer-1",
            "SHOP_DATA_FILE", "/var/lib/shop/acquirer.db",
            "SHOP_TELEMETRY_OTLP_ENDPOINT", "http://collector:4318");

    @Test
    void hasDefaults() {
        var config = Settings.read(AcquirerConfig.class, REQUIRED);
        assertThat(config.http()).isEqualTo(new AcquirerConfig.Listen("127.0.0.1", 7070));
    }

    @Test
    void readsEveryKey() {
        var environment = new HashMap<>(REQUIRED);
        environment.put("SHOP_HTTP_BIND", "0.0.0.0");
        environment.put("SHOP_HTTP_PORT", "17070");
        var config = Settings.read(AcquirerConfig.class, environment);
        assertThat(config.instance()).isEqualTo("acquirer-1");
        assertThat(config.dataFile()).isEqualTo(Path.of("/var/lib/shop/acquirer.db"));
        assertThat(config.telemetry().otlpEndpoint()).isEqualTo(URI.create("http://collector:4318"));
        assertThat(config.socket().bind()).isEqualTo("0.0.0.0");
        assertThat(config.socket().publicPort()).isEqualTo(17070);
    }
}
