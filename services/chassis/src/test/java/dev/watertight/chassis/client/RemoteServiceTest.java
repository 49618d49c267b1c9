package dev.watertight.chassis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watertight.chassis.Deadline;
import io.helidon.http.HeaderNames;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RemoteServiceTest {
    private static final Call GET = Call.get("/thing", "/thing");

    private final Neighbours others = new Neighbours();

    @AfterEach
    void close() throws Exception {
        others.close();
    }

    @Test
    void returnsTheAnswer() {
        others.replica(request -> "{\"name\":\"a\"}");

        assertThat(others.remote().send(GET)).isEqualTo(new Answer(200, "{\"name\":\"a\"}"));
    }

    @Test
    void sendsTheBody() {
        others.replica(request -> request.content().as(String.class));

        assertThat(others.remote()
                        .send(Call.keyedPost("/thing", "/thing", Map.of("name", "é")))
                        .body())
                .isEqualTo("{\"name\":\"é\"}");
    }

    @Test
    void returnsAnAnswerWithoutABody() {
        others.routing(routing -> routing.delete(
                "/thing", (request, response) -> response.status(204).send()));

        assertThat(others.remote().send(Call.delete("/thing", "/thing"))).isEqualTo(new Answer(204, ""));
    }

    @Test
    void takesAFailureThatWasAnsweredForAnAnswer() {
        var asked = new AtomicInteger();
        for (var i = 0; i < 2; i++) {
            others.routing(routing -> routing.get("/thing", (request, response) -> {
                asked.incrementAndGet();
                response.status(500).send("{}");
            }));
        }

        others.remote().send(GET);

        assertThat(asked).hasValue(1);
    }

    @Test
    void failsWhenNobodyIsKnown() {
        assertThatThrownBy(() -> others.remote().send(GET)).isInstanceOf(RemoteException.class);
    }

    @Test
    void failsWhenNoTimeIsLeft() {
        others.replica(request -> "alive");

        assertThatThrownBy(() -> within(Duration.ZERO)).isInstanceOf(RemoteException.class);
    }

    @Test
    void passesTheRestOfTheDeadlineOn() {
        others.replica(request ->
                request.headers().get(HeaderNames.create(Deadline.HEADER)).get());

        assertThat(Long.parseLong(within(Duration.ofMillis(700)).body())).isBetween(1L, 700L);
    }

    @Test
    void passesTheTraceOn() {
        others.replica(request ->
                request.headers().get(HeaderNames.create("traceparent")).get());
        var span = others.telemetry().tracer().spanBuilder("test").startSpan();
        try (var _ = span.makeCurrent()) {
            assertThat(others.remote().send(GET).body())
                    .contains(span.getSpanContext().getTraceId());
        }
    }

    @Test
    void hangsUpOnAReplicaThatVanished() throws InterruptedException {
        var hungUp = new CountDownLatch(1);
        others.broken(connection -> {
            BrokenReplica.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            if (connection.getInputStream().read() < 0) {
                hungUp.countDown();
            }
        });
        others.remote().send(GET);
        others.vanish();
        others.replica(request -> "alive");
        others.remote().send(GET);

        assertThat(hungUp.await(5, TimeUnit.SECONDS)).isTrue();
    }

    private Answer within(Duration time) {
        return Deadline.in(time).call(() -> others.remote().send(GET));
    }
}
