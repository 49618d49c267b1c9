package dev.watertight.chassis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.watertight.chassis.Deadline;
import io.helidon.http.Method;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a service is not asked at all: because it failed as a whole, or because too many are asking it already. */
final class RemoteServiceProtectionTest {
    private static final Call GET = Call.get("/thing", "/thing");
    private static final Call ONCE = new Call(Method.POST, "/thing", "/thing", "{}", Map.of(), false);

    /** Time enough to judge a service by. */
    private static final Duration LONG = Duration.ofSeconds(10);

    private static final int ENOUGH = 20;
    private static final int PLACES = Neighbours.PLACES;

    private final Neighbours others = new Neighbours();

    @AfterEach
    void close() throws Exception {
        others.close();
    }

    @Test
    void isAskedAgainAndAgainWhenFewCallsFailed() {
        others.addClosedPort();
        failingCalls(ENOUGH - 1, LONG);

        assertThat(isBreakerClosed()).isTrue();
    }

    @Test
    void isNotAskedOnceEnoughCallsFailed() {
        var broken = others.broken(BrokenReplica.hangUp());
        failingCalls(ENOUGH, LONG);

        assertThatThrownBy(() -> others.remote().send(GET))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("breaker is open");
        assertThat(broken.requests()).isEqualTo(ENOUGH);
        assertThat(others.counted("client.breaker.refused")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    void isNotAskedOnceEnoughCallsWereAnsweredThatItCannot(int status) {
        answering(status);
        calls(ENOUGH, GET);

        assertThat(isBreakerClosed()).isFalse();
    }

    @Test
    void isStillAskedWhenItRefusesWhatItIsAsked() {
        answering(404);
        calls(2 * ENOUGH, GET);

        assertThat(isBreakerClosed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"500, true", "503, true", "500, false", "503, false"})
    void isStillAskedWhenOneOfTwoAnswersThatItCannot(int status, boolean repeatable) {
        answering(status);
        slowReplica();
        calls(3 * ENOUGH, repeatable ? GET : ONCE);

        assertThat(isBreakerClosed()).isTrue();
    }

    @Test
    void isStillAskedWhenOneOfTwoRefusesTheConnection() {
        others.addClosedPort();
        slowReplica();
        calls(3 * ENOUGH, GET);

        assertThat(isBreakerClosed()).isTrue();
    }

    @Test
    void isNotAskedOnceAllOfTwoFailed() {
        others.addClosedPort();
        others.addClosedPort();
        failingCalls(ENOUGH, LONG);

        assertThat(isBreakerClosed()).isFalse();
    }

    @Test
    void isAskedAgainOnceItIsWell() {
        var well = new AtomicBoolean();
        others.routing(routing -> routing.any(
                "/thing",
                (request, response) -> response.status(well.get() ? 200 : 503).send("{}")));
        calls(ENOUGH, GET);
        well.set(true);

        await().ignoreExceptions().until(() -> others.remote().send(GET).status() == 200);
        calls(2, GET);
        assertThat(isBreakerClosed()).isTrue();
    }

    @Test
    void isStillAskedWhenCallersHadNoTimeLeft() {
        others.replica(request -> "alive");
        failingCalls(2 * ENOUGH, Duration.ZERO);

        assertThat(isBreakerClosed()).isTrue();
    }

    @Test
    void isStillAskedWhenCallersWereInAHurry() {
        others.broken(BrokenReplica::hold);
        failingCalls(ENOUGH, Duration.ofMillis(20));

        assertThat(isBreakerClosed()).isTrue();
    }

    /** Each of two gets half of it; of three the first gets half, and the others half of that. */
    @ParameterizedTest
    @CsvSource({"2, 600, true", "2, 1200, false", "3, 600, true", "3, 1200, false"})
    void isStillAskedWhenCallersHadNoTimeForAnyReplica(int replicas, int milliseconds, boolean asked) {
        IntStream.range(0, replicas).forEach(_ -> others.broken(BrokenReplica::hold));
        for (var i = 0; i < 2; i++) {
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                IntStream.range(0, ENOUGH / 2)
                        .forEach(_ -> callers.execute(() -> failingCalls(1, Duration.ofMillis(milliseconds))));
            }
        }

        assertThat(isBreakerClosed()).isEqualTo(asked);
    }

    @Test
    void isAskedAsSoonAsSomebodyIsKnown() {
        failingCalls(2 * ENOUGH, LONG);
        others.replica(request -> "alive");

        assertThat(others.remote().send(GET).body()).isEqualTo("alive");
    }

    @Test
    void isNotAskedByMoreThanItHasPlacesFor() {
        var arrived = new AtomicInteger();
        var answers = new Semaphore(0);
        others.replica(request -> {
            arrived.incrementAndGet();
            answers.acquireUninterruptibly();
            return "late";
        });
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, PLACES).forEach(_ -> callers.execute(() -> within(LONG, GET)));
            await().until(() -> arrived.get() == PLACES);

            assertThatThrownBy(() -> others.remote().send(GET))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("too many calls");
            failingCalls(ENOUGH, LONG);
            answers.release(2 * PLACES);
        }
        assertThat(arrived).hasValue(PLACES);
        assertThat(others.counted("client.bulkhead.refused")).isEqualTo(1 + ENOUGH);
        assertThat(isBreakerClosed()).isTrue();
        assertThat(others.remote().send(GET).body()).isEqualTo("late");
    }

    @Test
    void getsItsPlacesBackFromCallsThatFail() {
        others.addClosedPort();
        failingCalls(2 * PLACES, Duration.ofMillis(100));

        assertThat(others.counted("client.bulkhead.refused")).isZero();
    }

    @Test
    void getsItsPlacesBackFromCallsThatWereRefused() {
        others.addClosedPort();
        failingCalls(ENOUGH + 2 * PLACES, LONG);

        assertThat(others.counted("client.breaker.refused")).isPositive();
        assertThat(others.counted("client.bulkhead.refused")).isZero();
    }

    private void answering(int status) {
        others.routing(routing -> routing.any(
                "/thing", (request, response) -> response.status(status).send("{}")));
    }

    /** A good one, but slow enough that the balancer takes the other one when that answers faster. */
    private void slowReplica() {
        others.replica(request -> {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            return "alive";
        });
    }

    private void calls(int count, Call call) {
        for (var i = 0; i < count; i++) {
            within(LONG, call);
        }
    }

    private void failingCalls(int count, Duration time) {
        for (var i = 0; i < count; i++) {
            assertThatThrownBy(() -> within(time, GET)).isInstanceOf(RemoteException.class);
        }
    }

    private Answer within(Duration time, Call call) {
        return Deadline.in(time).call(() -> others.remote().send(call));
    }

    private boolean isBreakerClosed() {
        return others.telemetry()
                        .meters()
                        .get("client.breaker.state")
                        .tag("server.service", "other")
                        .gauge()
                        .value()
                == 0;
    }
}
