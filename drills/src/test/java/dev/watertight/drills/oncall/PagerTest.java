package dev.watertight.drills.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class PagerTest {
    /** As Alertmanager sends it, but for what nobody here reads. */
    private static final String TOLD = """
            {"receiver": "pages", "status": "firing", "groupLabels": {"alertname": "ServiceDown"}, "alerts": [
              {"status": "firing", "labels": {"alertname": "ServiceDown", "service": "order"}},
              {"status": "resolved", "labels": {"alertname": "ServiceDown", "service": "user"}}]}
            """;

    private final Pager pager = new Pager(_ -> {});

    @AfterEach
    void close() {
        pager.close();
    }

    @Test
    void keepsWhatItIsToldAndWhatOfItStillFires() throws IOException, InterruptedException {
        tell(TOLD);
        tell(TOLD.replace("\"firing\", \"labels\"", "\"resolved\", \"labels\""));
        assertThat(pager.messages())
                .extracting(Pager.Message::firing)
                .satisfiesExactly(
                        first -> assertThat(first)
                                .containsExactly(Map.of("alertname", "ServiceDown", "service", "order")),
                        second -> assertThat(second).isEmpty());
        assertThat(pager.messages()).extracting(Pager.Message::isPage).containsExactly(true, false);
    }

    @Test
    void isBehindEveryReceiver() throws IOException {
        var shipped = """
                route: {receiver: tickets, group_wait: 5s}
                receivers:
                  - name: pages
                  - name: tickets
                """;
        var told = new YAMLMapper().readTree(Receivers.toldTo(pager, shipped));
        assertThat(told.at("/route/group_wait").asText()).isEqualTo("5s");
        assertThat(told.at("/route/repeat_interval").asText()).isEqualTo("10s");
        assertThat(told.at("/receivers/0/webhook_configs/0/url").asText())
                .isEqualTo(pager.address("pages").toString());
        assertThat(told.at("/receivers/1/webhook_configs/0/url").asText()).endsWith("/tickets");
    }

    private void tell(String json) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(pager.address("pages").toString()))
                .POST(BodyPublishers.ofString(json))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(204);
        }
    }
}
