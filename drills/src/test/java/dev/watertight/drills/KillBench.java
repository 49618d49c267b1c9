package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.drills.bench.OpenLoad;
import dev.watertight.drills.bench.Outcomes;
import dev.watertight.drills.report.RoundsPlot;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * One of three replicas is killed while they do 60 % of what they can: what fails at the edge, and for somebody who takes
 * the three in turn and does not try again; and how soon Order leaves a dead replica of Product alone.
 */
final class KillBench {
    private static final int REPLICAS = 3;
    private static final String USUAL_REPLICAS = "2";
    private static final double USUAL = 0.6;
    private static final int CALLERS = 12;
    private static final double MOST_MILLIS_TO_EJECT = 250;

    /** Of the peak before a kill: if the machine is that much slower or quicker after it, it was not killed at 60 %. */
    private static final double MOST_DRIFT = 0.10;

    /** So many that the one replica of Order asks the one that is killed every 60 ms. */
    private static final double ORDERS = 50;

    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration PEAK = Duration.ofSeconds(8);
    private static final Duration BEFORE = Duration.ofSeconds(3);
    private static final Duration TIME = Duration.ofSeconds(20);

    /** What Order has seen of it when it was young counts for half as much every two seconds. */
    private static final Duration FORGOTTEN = Duration.ofSeconds(10);

    private static final Duration ASKING = FORGOTTEN.plusSeconds(5);
    private static final Duration IN_TIME = Duration.ofMillis(2_500);
    private static final Duration RESTART = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final String REQUESTS = "http_server_request_duration_seconds_count{";
    private static final String EJECTIONS = "client_ejections_total{server_service=\"product\"}";

    private final int rounds = Integer.getInteger("watertight.bench.rounds", 3);
    private final int kills = Integer.getInteger("watertight.bench.kills", 10);
    private final Registry registry = new Registry();

    /** What one service is asked for; its quota, in percent of a core, leaves the machine room for everything else. */
    private enum Subject {
        PRODUCT("5"),
        USER("20"),
        ORDER("10");

        private final String quota;

        Subject(String quota) {
            this.quota = quota;
        }

        private String service() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param peak answers of the three in time, each second, before the kill
     * @param peakAgain the same with the successor, once it is warm
     * @param failed of so many requests, from before the kill until after it
     * @param asked so many of them were at the replica before it was killed
     * @param failures as {@link Outcomes#failures} has them, since the kill
     */
    private record Kill(
            Subject subject,
            double peak,
            double peakAgain,
            int requests,
            long failed,
            long asked,
            Map<String, Long> failures) {
        boolean isAtSixtyPercent() {
            return Math.abs(peakAgain / peak - 1) <= MOST_DRIFT;
        }
    }

    @AfterEach
    void asUsual() {
        Operator.watertight("fault", "clear");
        for (var subject : Subject.values()) {
            Operator.watertight("scale", subject.service(), USUAL_REPLICAS);
        }
    }

    @Test
    void losesNoRequest() {
        var atTheEdge = new ArrayList<Kill>();
        var inTurn = new ArrayList<Kill>();
        for (var subject : Subject.values()) {
            Operator.watertight("scale", subject.service(), Integer.toString(REPLICAS));
            var customer = Customer.register();
            var request = requestOf(subject, customer, Addresses.edge());
            atTheEdge.addAll(kills(subject, request));
            inTurn.add(kill(subject, inTurn(subject, customer), request, peak(subject, request)));
            Progress.say("in turn: " + inTurn.getLast());
            Operator.watertight("fault", "clear");
            Operator.watertight("scale", subject.service(), USUAL_REPLICAS);
        }
        var numbers = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight bench kill"));
        numbers.put("atTheEdge", atTheEdge);
        numbers.put("inTurn", inTurn);
        Progress.say("numbers: " + new RunFiles("bench-kill").write(numbers));
        assertThat(countedAmong(atTheEdge)).as("kills at 60 %").isEqualTo((long) rounds * Subject.values().length);
        assertThat(atTheEdge)
                .filteredOn(Kill::isAtSixtyPercent)
                .allMatch(kill -> kill.asked() > 0 && kill.failed() == 0);
        assertThat(inTurn).as("taking turns must do worse").allMatch(kill -> kill.failed() > 0);
    }

    @Test
    void leavesADeadReplicaAlone() {
        Operator.watertight("scale", "product", Integer.toString(REPLICAS));
        Operator.watertight("scale", "order", "1");
        OpenLoad.run(ORDERS, WARM_UP, orders());
        var measured = new ArrayList<Double>();
        for (var kill = 0; kill < kills; kill++) {
            measured.add(millisToEject());
            Progress.say("%d of %d: %.0f ms".formatted(kill + 1, kills, measured.getLast()));
        }
        var files = new RunFiles("bench-kill-ejection");
        var numbers = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight bench kill"));
        numbers.put("millisToEject", measured);
        Progress.say("numbers: " + files.write(numbers));
        var picture = new RoundsPlot("ms").column("until a dead replica is left alone", MOST_MILLIS_TO_EJECT, measured);
        Progress.say("picture: " + files.write("svg", picture.svg("How soon Order leaves a dead replica alone")));
        assertThat(measured).allMatch(millis -> millis <= MOST_MILLIS_TO_EJECT);
    }

    /** Until as many count as there are rounds, or three times as many were tried. */
    private List<Kill> kills(Subject subject, IntSupplier request) {
        var kills = new ArrayList<Kill>();
        var peak = peak(subject, request);
        while (countedAmong(kills) < rounds && kills.size() < 3 * rounds) {
            kills.add(kill(subject, request, request, peak));
            Progress.say(kills.getLast().toString());
            peak = kills.getLast().peakAgain();
        }
        Operator.watertight("fault", "clear");
        return kills;
    }

    private static long countedAmong(List<Kill> kills) {
        return kills.stream().filter(Kill::isAtSixtyPercent).count();
    }

    private Kill kill(Subject subject, IntSupplier request, IntSupplier atTheEdge, double peak) {
        var victim = Part.named(subject.service() + "-" + REPLICAS);
        var admin = registry.admin(subject.service(), victim.name());
        var before = Metrics.counted(admin, REQUESTS);
        var load = inBackground(USUAL * peak, TIME, request);
        Waiting.until(System.nanoTime() + BEFORE.toNanos());
        var asked = Metrics.counted(admin, REQUESTS) - before;
        victim.kill();
        var killed = System.nanoTime();
        var outcomes = load.join();
        Operator.watertight("fault", "clear");
        awaitSuccessor(victim);
        return new Kill(
                subject,
                peak,
                peak(subject, atTheEdge),
                outcomes.all().size(),
                outcomes.failed(),
                (long) asked,
                outcomes.failures(killed));
    }

    /** With quotas, which hold from then on. Unlimited at first: the one that was killed before has a young successor. */
    private static double peak(Subject subject, IntSupplier request) {
        OpenLoad.saturate(CALLERS, WARM_UP, request);
        Operator.watertight("fault", "slow", subject.service(), "--cpu", subject.quota);
        return OpenLoad.saturate(CALLERS, PEAK, request).good(IN_TIME) / (double) PEAK.toSeconds();
    }

    /** Until the load ends, if it is not ejected. It is as warm as the others: beside quicker ones nobody would ask it. */
    private double millisToEject() {
        var victim = Part.named("product-" + REPLICAS);
        OpenLoad.saturate(CALLERS, WARM_UP, Crowd.listings(registry.address("product", victim.name()), IN_TIME));
        var orders = inBackground(ORDERS, ASKING, orders());
        Waiting.until(System.nanoTime() + FORGOTTEN.toNanos());
        var admin = registry.admin("order", "order-1");
        var before = Metrics.counted(admin, EJECTIONS);
        victim.kill();
        var killed = System.nanoTime();
        await().pollDelay(Duration.ZERO)
                .pollInterval(LOOK)
                .until(() -> Metrics.counted(admin, EJECTIONS) > before || orders.isDone());
        var millis = (System.nanoTime() - killed) / 1e6;
        assertThat(orders.join().failed()).isZero();
        awaitSuccessor(victim);
        return millis;
    }

    /** Of nothing, by somebody whose token is new. */
    private static IntSupplier orders() {
        return requestOf(Subject.ORDER, Customer.register(), Addresses.edge());
    }

    private static CompletableFuture<Outcomes> inBackground(double rate, Duration time, IntSupplier request) {
        return CompletableFuture.supplyAsync(() -> OpenLoad.run(rate, time, request), Thread::startVirtualThread);
    }

    private static void awaitSuccessor(Part victim) {
        await().atMost(RESTART).until(() -> Part.named(victim.name()).isSuccessorOf(victim));
    }

    private static IntSupplier requestOf(Subject subject, Customer customer, URI at) {
        var http = customer.http().at(at).within(IN_TIME);
        return switch (subject) {
            case PRODUCT -> Crowd.listings(at, IN_TIME);
            case USER -> Crowd.logIns(http, customer.credentials(), IN_TIME);
            case ORDER -> () -> orderOfNothing(http).status();
        };
    }

    /** An order of a product that does not exist asks Product once, and is settled. */
    private static Http.Reply orderOfNothing(Http http) {
        return http.with("Idempotency-Key", UUID.randomUUID().toString())
                .post("/orders", Customer.orderOf(UUID.randomUUID().toString(), 1, "tok_approve"));
    }

    private IntSupplier inTurn(Subject subject, Customer customer) {
        var replicas = IntStream.rangeClosed(1, REPLICAS)
                .mapToObj(number -> registry.address(subject.service(), subject.service() + "-" + number))
                .map(address -> requestOf(subject, customer, address))
                .toList();
        var turn = new AtomicInteger();
        return () -> replicas.get(turn.getAndIncrement() % REPLICAS).getAsInt();
    }
}
