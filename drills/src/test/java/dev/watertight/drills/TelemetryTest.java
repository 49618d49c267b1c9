package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every part is seen by Prometheus, under the names it declares. */
final class TelemetryTest {
    private static final Duration TWO_SCRAPES = Duration.ofSeconds(30);

    /**
     * Prometheus asks Consul for what comes after the index it saw last, for up to two minutes. A Consul that began anew may
     * be far from that index, and answer no sooner. Consul adds up to a sixteenth of that time; Prometheus rests for 15 s after a
     * Consul that did not answer, and looks at what it heard every 30 s.
     */
    private static final Duration ONE_WATCH = Duration.ofMinutes(3).plus(TWO_SCRAPES);

    private final Metrics metrics = new Metrics();

    @ParameterizedTest
    @ValueSource(strings = {"user", "product", "order", "payment"})
    void scrapesBothReplicasOfEachService(String service) {
        await().atMost(ONE_WATCH)
                .untilAsserted(() -> assertThat(metrics.query("up{job=\"shop\", service=\"" + service + "\"} == 1"))
                        .hasSize(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"haproxy", "consul", "otel-collector", "prometheus", "alertmanager", "zipkin"})
    void scrapesWhatStandsAroundTheServices(String job) {
        await().atMost(TWO_SCRAPES)
                .untilAsserted(() -> assertThat(metrics.query("up{job=\"" + job + "\"} == 1"))
                        .isNotEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "product", "order", "payment"})
    void measuresTheRequestsOfEachService(String service) {
        var customer = Customer.register();
        customer.order("tok_approve");
        var query = "http_server_request_duration_seconds_count{service=\"" + service + "\"} > 0";
        await().atMost(TWO_SCRAPES)
                .untilAsserted(() -> assertThat(metrics.query(query)).isNotEmpty());
    }

    @Test
    void countsSettledOrders() {
        Customer.register().order("tok_approve");
        await().atMost(TWO_SCRAPES)
                .untilAsserted(() -> assertThat(metrics.query("orders_settled_total{outcome=\"confirmed\"} > 0"))
                        .isNotEmpty());
    }
}
