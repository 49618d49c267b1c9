package dev.watertight.chassis.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.chassis.Deadline;
import dev.watertight.chassis.testing.Http.Reply;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdmissionTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private RunningServer server;

    @BeforeEach
    void start() {
        var routes = new Routes()
                .on(Method.GET, "/hold", this::hold)
                .on(Method.GET, "/quick", (request, response) -> response.send("done"))
                .on(Method.GET, "/large", (request, response) -> response.send(new byte[24 * 1024]));
        server = new RunningServer(routes, 1);
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.close();
    }

    private void hold(ServerRequest request, ServerResponse response) throws InterruptedException {
        held.countDown();
        release.await();
        response.send("done");
    }

    @Test
    void shedsWhatIsTooMuchAtOnce() throws InterruptedException {
        var first = holdOne();

        var second = server.http().get("/quick");
        release.countDown();

        assertThat(List.of(second.status(), second.problem(), second.header("Content-Type")))
                .containsExactly(503, "overloaded", "application/problem+json");
        assertThat(first.join().status()).isEqualTo(200);
    }

    @Test
    void asksToTryAgainAfterShedding() throws InterruptedException {
        var _ = holdOne();

        assertThat(server.http().get("/quick").header("Retry-After")).isEqualTo("1");
    }

    @Test
    void namesTheCallersTraceInWhatItSheds() throws InterruptedException {
        var _ = holdOne();

        var refused = server.http()
                .with("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                .get("/quick");

        assertThat(refused.header("X-Trace-Id")).isEqualTo(TRACE);
        assertThat(refused.body()).contains("urn:watertight:trace:" + TRACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00-", "00-00000000000000000000000000000000-b7ad6b7169203331-01", TRACE})
    void givesATraceToWhoNamesNone(String traceParent) throws InterruptedException {
        var _ = holdOne();

        assertThat(server.http().with("traceparent", traceParent).get("/quick").header("X-Trace-Id"))
                .matches("[0-9a-f]{32}")
                .isNotEqualTo("0".repeat(32))
                .isNotEqualTo(TRACE);
    }

    @Test
    void countsWhatItSheds() throws InterruptedException {
        var _ = holdOne();
        server.http().get("/quick");

        assertThat(server.scrape()).contains("http_server_shed_total{socket=\"public\"} 1.0");
    }

    @Test
    void measuresWhatItShedsAsAFailure() throws InterruptedException {
        var _ = holdOne();
        server.http().get("/quick");

        assertThat(server.scrape().lines())
                .anyMatch(line -> line.startsWith("http_server_request_duration_seconds_count{")
                        && line.contains("http_response_status_code=\"503\"")
                        && line.endsWith("} 1"));
    }

    @Test
    void measuresWhatItShedsWithoutARoute() throws InterruptedException {
        var _ = holdOne();
        server.http().get("/quick");

        assertThat(server.scrape().lines())
                .anyMatch(line -> line.startsWith("http_server_request_duration_seconds_count{")
                        && line.contains("http_response_status_code=\"503\"")
                        && line.contains("http_route=\"\""));
    }

    @Test
    void shedsNothingOnceThereIsRoomAgain() throws InterruptedException {
        var first = holdOne();
        release.countDown();
        first.join();

        await().until(() -> server.http().get("/quick").status() == 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "0"})
    void givesTheRoomBackAfterARefusal(String deadline) {
        server.http().with(Deadline.HEADER, deadline).get("/quick");

        // The answer may be here before there is room.
        await().until(() -> server.http().get("/quick").status() == 200);
    }

    @Test
    void keepsConnectionsWhileItServes() {
        assertThat(server.http().get("/quick").header("Connection")).isNotEqualToIgnoringCase("close");
    }

    @Test
    void asksConnectionsToCloseWhileItDrains() {
        server.drain();

        assertThat(server.http().get("/quick").header("Connection")).isEqualToIgnoringCase("close");
    }

    @Test
    void asksRefusedConnectionsToCloseWhileItDrains() {
        server.drain();

        assertThat(server.http().get("/nowhere").header("Connection")).isEqualToIgnoringCase("close");
    }

    @Test
    void asksShedConnectionsToCloseWhileItDrains() throws InterruptedException {
        var _ = holdOne();
        server.drain();

        assertThat(server.http().get("/quick").header("Connection")).isEqualToIgnoringCase("close");
    }

    /** Without TCP_NODELAY each answer of more than a segment waits 40 ms for the caller's delayed acknowledgement. */
    @Test
    void doesNotStallLargeAnswers() {
        var http = server.http();
        http.get("/large");
        var nanos = new long[50];
        for (var i = 0; i < nanos.length; i++) {
            var start = System.nanoTime();
            http.get("/large");
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);

        assertThat(Duration.ofNanos(nanos[nanos.length / 2])).isLessThan(Duration.ofMillis(20));
    }

    private CompletableFuture<Reply> holdOne() throws InterruptedException {
        var reply = CompletableFuture.supplyAsync(() -> server.http().get("/hold"));
        held.await();
        return reply;
    }
}
