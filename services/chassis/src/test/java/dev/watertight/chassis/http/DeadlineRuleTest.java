package dev.watertight.chassis.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.Deadline;
import dev.watertight.chassis.testing.Http.Reply;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeadlineRuleTest {
    private final AtomicInteger handled = new AtomicInteger();
    private RunningServer server;

    @BeforeEach
    void start() {
        server = new RunningServer(new Routes().on(Method.GET, "/remaining", this::remaining));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void remaining(ServerRequest request, ServerResponse response) {
        handled.incrementAndGet();
        Json.send(response, 200, Deadline.current(Duration.ZERO).remaining().toMillis());
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
