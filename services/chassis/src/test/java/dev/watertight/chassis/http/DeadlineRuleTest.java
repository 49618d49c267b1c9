package dev.watertight.chassis.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.testing.Http.Reply;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestRulesTest {
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger handled = new AtomicInteger();
    private RunningServer server;

    @BeforeEach
    void start() {
        var routes = new Routes()
                .on(Method.GET, "/hold", this::hold)
                .on(Method.GET, "/remaining", this::remaining)
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

    private void remaining(ServerRequest request, ServerResponse response) {
        handled.incrementAndGet();
        Json.send(response, 200, Deadline.current(Duration.ZERO).remaining().toMillis());
    }

    @Test
    void shedsWhatIsTooMuchAtOnce() throws InterruptedException {
        var first = holdOne();

        assertProblem(server.http().get("/remaining"), 503, "overloaded");
        release.countDown();
        assertThat(first.join().status()).isEqualTo(200);
    }

    @Test
    void asksToTryAgainAfterShedding() throws InterruptedException {
        var _ = holdOne();

        assertThat(server.http().get("/remaining").header("Retry-After")).isEqualTo("1");
    }

    @Test
    void namesTheTraceOfWhatItSheds() throws InterruptedException {
        var _ = holdOne();

        assertThat(server.http().get("/remaining").header("X-Trace-Id")).matches("[0-9a-f]{32}");
    }

    @Test
    void countsWhatItSheds() throws InterruptedException {
        var _ = holdOne();
        server.http().get("/remaining");

        assertThat(server.scrape()).contains("http_server_shed_total{socket=\"public\"} 1.0");
    }

    @Test
    void shedsNothingOnceThereIsRoomAgain() throws InterruptedException {
        var first = holdOne();
        release.countDown();
        first.join();

        assertThat(server.http().get("/remaining").status()).isEqualTo(200);
    }

    @Test
    void gives2500MillisecondsToWhoAsksForNothing() {
        assertThat(remaining(server.http().get("/remaining"))).isBetween(1500L, 2500L);
    }

    @Test
    void givesWhatWasAskedFor() {
        assertThat(remaining(ask("900"))).isBetween(100L, 900L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2501", "3600000", "9223372036854775807"})
    void givesNoMoreThanTheLongest(String milliseconds) {
        assertThat(remaining(ask(milliseconds))).isBetween(1500L, 2500L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "-9223372036854775808"})
    void refusesWorkWhoseDeadlinePassed(String milliseconds) {
        assertProblem(ask(milliseconds), 503, "deadline-expired");
    }

    @Test
    void refusesExpiredWorkBeforeItsHandler() {
        ask("0");

        assertThat(handled).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "1.5", "", "9223372036854775808"})
    void refusesADeadlineThatIsNoNumber(String milliseconds) {
        assertProblem(ask(milliseconds), 400, "bad-deadline");
    }

    @Test
    void givesTheRoomBackAfterARefusal() {
        ask("soon");
        ask("0");

        assertThat(server.http().get("/remaining").status()).isEqualTo(200);
    }

    @Test
    void keepsConnectionsWhileItServes() {
        assertThat(server.http().get("/remaining").header("Connection")).isNotEqualToIgnoringCase("close");
    }

    @Test
    void asksConnectionsToCloseWhileItDrains() {
        server.drain();

        assertThat(server.http().get("/remaining").header("Connection")).isEqualToIgnoringCase("close");
    }

    @Test
    void asksRefusedConnectionsToCloseWhileItDrains() {
        server.drain();

        assertThat(server.http().get("/nowhere").header("Connection")).isEqualToIgnoringCase("close");
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
        java.util.Arrays.sort(nanos);

        assertThat(Duration.ofNanos(nanos[nanos.length / 2])).isLessThan(Duration.ofMillis(20));
    }

    private CompletableFuture<Reply> holdOne() throws InterruptedException {
        var reply = CompletableFuture.supplyAsync(() -> server.http().get("/hold"));
        held.await();
        return reply;
    }

    private Reply ask(String milliseconds) {
        return server.http().with(Deadline.HEADER, milliseconds).get("/remaining");
    }

    private static long remaining(Reply reply) {
        return Long.parseLong(reply.body());
    }

    private static void assertProblem(Reply reply, int status, String problem) {
        assertThat(List.of(reply.status(), reply.problem(), reply.header("Content-Type")))
                .containsExactly(status, problem, "application/problem+json");
    }
}
