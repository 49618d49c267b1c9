package dev.watertight.chassis.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.watertight.chassis.client.Call;
import dev.watertight.chassis.client.CallLimits;
import dev.watertight.chassis.client.RemoteException;
import dev.watertight.chassis.client.RemoteService;
import dev.watertight.chassis.client.RetryBudget;
import dev.watertight.chassis.consul.Endpoint;
import dev.watertight.chassis.http.HttpConfig;
import dev.watertight.chassis.http.HttpServer;
import dev.watertight.chassis.http.Routes;
import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.testing.Http;
import dev.watertight.chassis.testing.TestDatabase;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What spans say, and which there are. */
final class SpansTest {
    private static final HttpConfig ANY_PORT =
            new HttpConfig("127.0.0.1", "", 0, 0, 0, Duration.ofMillis(2_500), 8, Duration.ZERO);

    private final SeenSpans spans = new SeenSpans();
    private final Telemetry telemetry = spans.telemetry();

    @Test
    void nameTheStatusOfAnAnswerThatFailed() {
        serving(
                (_, _) -> {
                    throw new IllegalStateException("broken");
                },
                http -> assertThat(http.get("/things/1").status()).isEqualTo(500));
        assertThat(spans.errorTypes("GET /things/{id}")).containsExactly("500");
    }

    @Test
    void nameTheFailureOfARequestThatGotNoAnswer() {
        serving(
                (_, _) -> {
                    throw new CloseConnectionException("gone");
                },
                http -> assertThatThrownBy(() -> http.get("/things/1")).isInstanceOf(UncheckedIOException.class));
        var gone = CloseConnectionException.class.getName();
        assertThat(spans.errorTypes("GET /things/{id}")).containsExactly(gone);
        assertThat(telemetry.scrape("text/plain"))
                .containsPattern("error_type=\"%s\".*http_response_status_code=\"\"".formatted(gone));
    }

    @Test
    void nameNoErrorOfARefusalThatIsTheCallersFault() {
        serving((_, response) -> response.status(409).send(), http -> http.get("/things/1"));
        assertThat(spans.errorTypes("GET /things/{id}")).containsExactly("");
    }

    @Test
    void nameACallWithoutAnswerAsItsMetricDoes() {
        var limits = new CallLimits(new RetryBudget(), 1);
        var nobody =
                new RemoteService("other", () -> List.of(new Endpoint("other-1", "127.0.0.1", 9)), limits, telemetry);
        assertThatThrownBy(() -> nobody.send(Call.get("/things/{id}", "/things/1")))
                .isInstanceOf(RemoteException.class);
        assertThat(spans.errorTypes("GET /things/{id}")).containsExactly("no_answer");
        assertThat(telemetry.scrape("text/plain")).contains("error_type=\"no_answer\"");
    }

    @Test
    void nameTheTypeOfWhatFailedOfOurOwn() {
        var span = telemetry.tracer().spanBuilder("step").startSpan();
        Telemetry.fail(span, new IllegalStateException("broken"));
        span.end();
        assertThat(spans.errorTypes("step")).containsExactly(IllegalStateException.class.getName());
    }

    @Test
    void areThereForStatementsOfSomeWorkAndOfNoneElse() {
        try (var database = new Database(TestDatabase.empty(), telemetry)) {
            database.transaction(session -> session.update("CREATE TABLE t (id INT PRIMARY KEY)"));
            var work = telemetry.tracer().spanBuilder("work").startSpan();
            try (var _ = work.makeCurrent()) {
                database.transaction(session -> session.update("INSERT INTO t (id) VALUES (1)"));
            }
            work.end();
            assertThat(spans.names()).containsExactly("INSERT t", "work");
        }
    }

    /** Serves one route, and returns when the span of each request has ended, which may be after its answer. */
    private void serving(Handler handler, Consumer<Http> client) {
        var server = new HttpServer(ANY_PORT, telemetry, new Routes().on(Method.GET, "/things/{id}", handler));
        server.start();
        try {
            client.accept(new Http(server.publicPort()));
            await().until(() -> !spans.names().isEmpty());
        } finally {
            server.stop();
        }
    }
}
