package dev.watertight.chassis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watertight.chassis.Deadline;
import io.helidon.http.Method;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of replicas that refuse, break off, stall or talk nonsense. */
final class RemoteServiceFailureTest {
    private static final Call GET = Call.get("/thing", "/thing");
    private static final Call ONCE = new Call(Method.POST, "/thing", "/thing", "{}", Map.of(), false);

    /** Until the client has seen that the other side closed a connection. */
    private static final Duration SEEN = Duration.ofMillis(500);

    private final Neighbours others = new Neighbours();

    @AfterEach
    void close() throws Exception {
        others.close();
    }

    private void failing(int status, AtomicInteger asked) {
        others.routing(routing -> routing.any("/thing", (request, response) -> {
            asked.incrementAndGet();
            response.status(status).send("{}");
        }));
    }

    @Test
    void asksAnotherWhenOneRefusesTheConnection() {
        others.addClosedPort();
        others.addClosedPort();
        others.replica(request -> "alive");

        assertThat(others.remote().send(GET).body()).isEqualTo("alive");
    }

    @Test
    void asksAnotherWhenOneWasKilled() throws Exception {
        others.replica(request -> "one");
        var killed = others.replica(request -> "two");
        for (var i = 0; i < 10; i++) {
            others.remote().send(GET);
        }
        killed.close();

        for (var i = 0; i < 10; i++) {
            assertThat(others.remote().send(GET).status()).isEqualTo(200);
        }
    }

    @Test
    void triesThreeAtTheMost() {
        var broken = List.of(
                others.broken(BrokenReplica.hangUp()),
                others.broken(BrokenReplica.hangUp()),
                others.broken(BrokenReplica.hangUp()),
                others.broken(BrokenReplica.hangUp()));

        assertThatThrownBy(() -> others.remote().send(GET)).isInstanceOf(RemoteException.class);
        assertThat(broken.stream().mapToInt(BrokenReplica::requests).sum()).isEqualTo(3);
    }

    @Test
    void triesOnlyOnceWhatMustNotBeRepeated() {
        var broken = List.of(others.broken(BrokenReplica.hangUp()), others.broken(BrokenReplica.hangUp()));

        assertThatThrownBy(() -> others.remote().send(ONCE)).isInstanceOf(RemoteException.class);
        assertThat(broken.stream().mapToInt(BrokenReplica::requests).sum()).isEqualTo(1);
    }

    @Test
    void asksAnotherWhenOneIsTooBusy() {
        failing(503, new AtomicInteger());
        others.replica(request -> "alive");

        for (var i = 0; i < 10; i++) {
            assertThat(others.remote().send(GET).body()).isEqualTo("alive");
        }
    }

    @Test
    void leavesOneAloneThatAlwaysFails() {
        var asked = new AtomicInteger();
        failing(500, asked);
        others.replica(request -> "alive");
        for (var i = 0; i < 100; i++) {
            others.remote().send(GET);
        }

        // Five in a row, and again one each time its ejection has ended: after 1 s, 3 s, 7 s.
        assertThat(asked.get()).isBetween(5, 8);
        assertThat(others.counted("client.ejections")).isPositive();
    }

    @Test
    void goesOnAskingWhenAllFail() {
        failing(500, new AtomicInteger());
        failing(500, new AtomicInteger());
        for (var i = 0; i < 30; i++) {
            assertThat(others.remote().send(GET).status()).isEqualTo(500);
        }
    }

    @Test
    void restsBeforeItAsksAnother() {
        others.addClosedPort();
        others.addClosedPort();
        var rest = Duration.ofMillis(300);
        var started = System.nanoTime();

        assertThatThrownBy(() -> others.remote(() -> rest).send(GET)).isInstanceOf(RemoteException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(rest);
    }

    @Test
    void asksNobodyElseWhenTheRestWouldOutlastTheDeadline() {
        others.addClosedPort();
        others.addClosedPort();
        var resting = others.remote(() -> Duration.ofSeconds(2));

        assertThatThrownBy(() -> Deadline.in(Duration.ofSeconds(1)).call(() -> resting.send(GET)))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("No answer");
        assertThat(others.counted("client.retries")).isZero();
    }

    @Test
    void returnsTheAnswerWhenAllAreTooBusy() {
        var asked = new AtomicInteger();
        failing(503, asked);
        failing(503, asked);

        assertThat(others.remote().send(GET).status()).isEqualTo(503);
        assertThat(asked).hasValue(2);
    }

    @Test
    void returnsTheAnswerWhenOneIsTooBusyForWhatMustNotBeRepeated() {
        var asked = new AtomicInteger();
        failing(503, asked);
        failing(503, asked);

        assertThat(others.remote().send(ONCE).status()).isEqualTo(503);
        assertThat(asked).hasValue(1);
    }

    @Test
    void countsItsRetries() {
        others.broken(BrokenReplica.hangUp());
        others.broken(BrokenReplica.hangUp());
        assertThatThrownBy(() -> others.remote().send(GET)).isInstanceOf(RemoteException.class);

        assertThat(others.telemetry().scrape("text/plain"))
                .contains("client_retries_total{server_service=\"other\"} 1.0");
    }

    @Test
    void leavesABrokenOneAlone() {
        var broken = others.broken(BrokenReplica.hangUp());
        others.replica(request -> "alive");
        for (var i = 0; i < 20; i++) {
            others.remote().send(GET);
        }

        assertThat(broken.requests()).isLessThanOrEqualTo(1);
    }

    @Test
    void survivesDeadPooledConnections() {
        BrokenReplica.Fault answerAndHangUp =
                connection -> BrokenReplica.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        others.broken(answerAndHangUp);
        others.broken(answerAndHangUp);

        for (var i = 0; i < 4; i++) {
            assertThat(others.remote().send(GET).body()).isEqualTo("ok");
            // Nothing tells when the client has seen it; a request that is sent just before that fails like any other.
            LockSupport.parkNanos(SEEN.toNanos());
        }
        assertThat(others.counted("client.retries")).isZero();
        assertThat(others.counted("client.ejections")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ntorn",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nto",
                "HTTP/1.1 200 OK\r\nContent-Le"
            })
    void takesNoTornAnswerForAnAnswer(String answer) {
        others.broken(connection -> BrokenReplica.write(connection, answer));

        assertThatThrownBy(() -> others.remote().send(GET)).isInstanceOf(RemoteException.class);
    }

    @Test
    void countsWhatGotNoAnswer() {
        others.addClosedPort();
        assertThatThrownBy(() -> others.remote().send(GET)).isInstanceOf(RemoteException.class);

        assertThat(others.telemetry().scrape("text/plain"))
                .contains("http_client_request_duration_seconds_count{error_type=\"no_answer\","
                        + "http_request_method=\"GET\",http_response_status_code=\"\",server_service=\"other\"} 1");
    }
}
