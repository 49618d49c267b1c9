package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.drills.bench.OpenLoad;
import dev.watertight.drills.report.RoundsPlot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One of three replicas of Product is killed while Order asks them: how soon it is left alone. */
final class EjectionBench {
    private static final int REPLICAS = 3;
    private static final String USUAL_REPLICAS = "2";
    private static final int CALLERS = 12;
    private static final double MOST_MILLIS = 250;

    /** So many that the one replica of Order asks each of the three every 60 ms, and a successor can start beside them. */
    private static final double ORDERS = 50;

    /** So often each second the victim is asked before it is killed: a replica that seems slow is not asked for a while. */
    private static final double LEAST_ASKED = 10;

    private static final Duration WARM_UP = Duration.ofSeconds(15);

    /** What Order has seen of it when it was young counts for half as much every two seconds. */
    private static final Duration FORGOTTEN = Duration.ofSeconds(10);

    private static final Duration UNTIL_ASKED = Duration.ofSeconds(5);
    private static final Duration LOOKED_AT = Duration.ofMillis(500);
    private static final Duration TIME = FORGOTTEN.plus(UNTIL_ASKED).plusSeconds(5);
    private static final Duration RESTART = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final String REQUESTS = "http_server_request_duration_seconds_count{";
    private static final String EJECTIONS = "client_ejections_total{server_service=\"product\"}";

    private final int kills = Integer.getInteger("watertight.bench.kills", 10);
    private final Registry registry = new Registry();

    /** @param failed of the orders from before the kill until after it */
    private record Kill(double millis, long failed) {}

    @AfterEach
    void asUsual() {
        Operator.watertight("scale", "product", USUAL_REPLICAS);
        Operator.watertight("scale", "order", USUAL_REPLICAS);
    }

    @Test
    void leavesADeadReplicaAlone() {
        Operator.watertight("scale", "product", Integer.toString(REPLICAS));
        Operator.watertight("scale", "order", "1");
        OpenLoad.run(ORDERS, WARM_UP, orders());
        var measured = new ArrayList<Kill>();
        for (var number = 1; number <= kills; number++) {
            measured.add(kill());
            Progress.say("%d of %d: %s".formatted(number, kills, measured.getLast()));
        }
        var files = new RunFiles("bench-ejection");
        var numbers = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight bench ejection"));
        numbers.put("kills", measured);
        Progress.say("numbers: " + files.write(numbers));
        var picture = new RoundsPlot("ms")
                .column(
                        "until a dead replica is left alone",
                        MOST_MILLIS,
                        measured.stream().map(Kill::millis).toList());
        Progress.say("picture: " + files.write("svg", picture.svg("How soon Order leaves a dead replica alone")));
        assertThat(measured).allMatch(kill -> kill.millis() <= MOST_MILLIS && kill.failed() == 0);
    }

    /** Until the load ends, if it is not ejected. It is as warm as the others: beside quicker ones nobody would ask it. */
    private Kill kill() {
        var victim = Part.named("product-" + REPLICAS);
        OpenLoad.saturate(CALLERS, WARM_UP, Crowd.listings(registry.address("product", victim.name())));
        var request = orders();
        var orders =
                CompletableFuture.supplyAsync(() -> OpenLoad.run(ORDERS, TIME, request), Thread::startVirtualThread);
        Waiting.until(System.nanoTime() + FORGOTTEN.toNanos());
        var admin = registry.admin("product", victim.name());
        await().atMost(UNTIL_ASKED).pollDelay(Duration.ZERO).until(() -> isAsked(admin));
        var order = registry.admin("order", "order-1");
        var before = Metrics.counted(order, EJECTIONS);
        victim.kill();
        var killed = System.nanoTime();
        await().atMost(TIME)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK)
                .until(() -> Metrics.counted(order, EJECTIONS) > before || orders.isDone());
        var millis = (System.nanoTime() - killed) / 1e6;
        var failed = orders.join().failed();
        await().atMost(RESTART).until(() -> Part.named(victim.name()).isSuccessorOf(victim));
        return new Kill(millis, failed);
    }

    private static boolean isAsked(Http admin) {
        var before = Metrics.counted(admin, REQUESTS);
        Waiting.until(System.nanoTime() + LOOKED_AT.toNanos());
        return Metrics.counted(admin, REQUESTS) - before >= LEAST_ASKED * LOOKED_AT.toMillis() / 1_000;
    }

    /** Of nothing, by somebody whose token is new. */
    private static IntSupplier orders() {
        return Crowd.ordersOfNothing(Customer.register().http().within(Crowd.IN_TIME));
    }
}
