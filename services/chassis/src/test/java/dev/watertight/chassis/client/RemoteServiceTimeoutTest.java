package dev.watertight.chassis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.watertight.chassis.Deadline;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes of replicas that take too long, and who is ejected for it. */
final class RemoteServiceTimeoutTest {
    private static final Call GET = Call.get("/thing", "/thing");
    private static final Call ONCE = new Call(Method.POST, "/thing", "/thing", "{}", Map.of(), false);
    private static final HeaderName BE_LATE = HeaderNames.create("Be-Late");
    private static final Call LATE = GET.with(BE_LATE.defaultCase(), "1");
    private static final int TOO_MUCH = 1024 * 1024 + 1;
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(2);

    private final Neighbours others = new Neighbours();

    @AfterEach
    void close() throws Exception {
        others.close();
    }

    private Answer within(Duration time) {
        return Deadline.in(time).call(() -> others.remote().send(GET));
    }

    @Test
    void waitsForASlowOneNoLongerThanTheDeadline() {
        others.broken(BrokenReplica::hold);

        assertThat(timeToFail()).isBetween(SHORT.minusMillis(50), SHORT.plusMillis(600));
    }

    @Test
    void waitsForABodyThatStopsNoLongerThanTheDeadline() {
        others.broken(connection -> {
            BrokenReplica.hold(connection, 1500);
            BrokenReplica.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nx");
            BrokenReplica.hold(connection);
        });

        assertThat(timeToFail(LONG)).isBetween(LONG.minusMillis(50), LONG.plusMillis(600));
    }

    @Test
    void waitsForADrippingBodyNoLongerThanTheDeadline() {
        others.broken(connection -> {
            BrokenReplica.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            for (var i = 0; i < 100; i++) {
                BrokenReplica.write(connection, "x");
                BrokenReplica.hold(connection, 100);
            }
        });

        assertThat(timeToFail()).isLessThan(SHORT.plusMillis(600));
    }

    @Test
    void ejectsNobodyForTheHurryOfACaller() {
        others.broken(BrokenReplica::hold);
        others.broken(BrokenReplica::hold);
        timeToFail();

        assertThat(ejections()).isZero();
    }

    @Test
    void ejectsOneThatHadTimeEnough() {
        others.broken(BrokenReplica::hold);
        others.broken(BrokenReplica::hold);
        assertThatThrownBy(() -> within(Duration.ofMillis(1200))).isInstanceOf(RemoteException.class);

        assertThat(ejections()).isEqualTo(1);
    }

    @Test
    void ejectsOneThatTakesNoConnectionHoweverHurriedTheCallerIs() throws Exception {
        others.addFullPort();
        others.addFullPort();
        timeToFail();

        assertThat(ejections()).isEqualTo(1);
    }

    @Test
    void ejectsNobodyForAnAnswerThatIsTooLong() {
        others.replica(request -> "x".repeat(TOO_MUCH));
        others.replica(request -> "x".repeat(TOO_MUCH));
        assertThatThrownBy(() -> within(LONG)).isInstanceOf(RemoteException.class);

        assertThat(ejections()).isZero();
    }

    /** The watch over an idle connection ends by itself; a request that has just taken it then fails in its place. */
    @Test
    void ejectsNobodyForAConnectionThatWentStale() {
        quickOrLate();
        quickOrLate();

        for (var idle = 310; idle < 400; idle += 20) {
            // Half of it is allowed: the watch over what is idle then lasts for four times 101 ms.
            atOnce(GET, SHORT.multipliedBy(2));
            LockSupport.parkNanos(Duration.ofMillis(idle).toNanos());
            atOnce(LATE, LONG);
        }
        assumeThat(unanswered())
                .as("attempts that found their connection stale")
                .isPositive();
        assertThat(ejections()).isZero();
    }

    @Test
    void ejectsAllThatRefuse() {
        others.addClosedPort();
        others.addClosedPort();
        assertThatThrownBy(() -> others.remote().send(GET)).isInstanceOf(RemoteException.class);

        assertThat(ejections()).isEqualTo(2);
    }

    @Test
    void leavesTimeToAskAnotherWhenOneHangs() {
        others.broken(BrokenReplica::hold);
        others.replica(request -> "alive");

        for (var i = 0; i < 10; i++) {
            assertThat(within(LONG).body()).isEqualTo("alive");
        }
    }

    @Test
    void givesTheOnlyOneTheWholeTime() {
        slow();

        assertThat(within(LONG).status()).isEqualTo(200);
    }

    @Test
    void givesTheFirstOneTheWholeTimeForWhatMustNotBeRepeated() {
        slow();
        slow();

        assertThat(Deadline.in(LONG).call(() -> others.remote().send(ONCE)).status())
                .isEqualTo(200);
    }

    /** Answers what is asked late after the watch over an idle connection looked again. */
    private void quickOrLate() {
        others.replica(request -> {
            if (request.headers().contains(BE_LATE)) {
                LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
            }
            return "alive";
        });
    }

    /** A few of the same calls, whatever comes of them. */
    private void atOnce(Call call, Duration time) {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 4; i++) {
                var _ = callers.submit(
                        () -> Deadline.in(time).call(() -> others.remote().send(call)));
            }
        }
    }

    /** Takes more than half of the long time. */
    private void slow() {
        others.replica(request -> {
            LockSupport.parkNanos(LONG.multipliedBy(5).dividedBy(8).toNanos());
            return "slow";
        });
    }

    /** How many attempts got no answer. */
    private long unanswered() {
        return others
                .telemetry()
                .meters()
                .find("http.client.request.duration")
                .tag("error.type", "no_answer")
                .timers()
                .stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private double ejections() {
        return others.telemetry()
                .meters()
                .counter("client.ejections", "server.service", "other")
                .count();
    }

    private Duration timeToFail() {
        return timeToFail(SHORT);
    }

    private Duration timeToFail(Duration time) {
        var start = System.nanoTime();
        assertThatThrownBy(() -> within(time)).isInstanceOf(RemoteException.class);
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
