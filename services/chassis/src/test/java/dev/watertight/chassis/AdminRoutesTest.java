package dev.watertight.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.http.HttpConfig;
import dev.watertight.chassis.http.HttpServer;
import dev.watertight.chassis.http.Routes;
import dev.watertight.chassis.telemetry.Telemetry;
import dev.watertight.chassis.testing.Http;
import dev.watertight.chassis.testing.TestTelemetry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdminRoutesTest {
    private final Telemetry telemetry = TestTelemetry.create();
    private final AdminRoutes admin = new AdminRoutes(telemetry);
    private HttpServer server;

    @BeforeEach
    void start() {
        var config = new HttpConfig("127.0.0.1", "", 0, 0, 0, Duration.ofSeconds(1), 1, Duration.ZERO);
        server = new HttpServer(config, telemetry, new Routes(), new Routes(), admin.routes());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void isNotReadyBeforeItIsSaid() {
        assertThat(http().get("/health/ready").status()).isEqualTo(503);
    }

    @Test
    void isReadyOnceItIsSaid() {
        admin.ready(true);

        assertThat(http().get("/health/ready").status()).isEqualTo(200);
    }

    @Test
    void isNotReadyOnceItLeaves() {
        admin.ready(true);
        admin.ready(false);

        assertThat(http().get("/health/ready").status()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/started"})
    void isAliveEvenWhenNotReady(String path) {
        assertThat(http().get(path).body()).isEqualTo("{\"status\":\"UP\"}");
    }

    @Test
    void showsMetricsInTheFormatThatIsAskedFor() {
        assertThat(http().with("Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
                        .get("/metrics")
                        .header("Content-Type"))
                .startsWith("application/openmetrics-text");
    }

    @Test
    void showsMetricsAsTextToAnybodyElse() {
        assertThat(http().get("/metrics").header("Content-Type")).startsWith("text/plain");
    }

    @Test
    void keepsAdministrationFromThePublic() {
        assertThat(new Http(server.publicPort()).get("/metrics").status()).isEqualTo(404);
    }

    private Http http() {
        return new Http(server.adminPort());
    }
}
