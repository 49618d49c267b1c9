package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.drills.bench.OpenLoad;
import dev.watertight.drills.bench.Outcomes;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * One of three replicas is killed while they do 60 % of what they can: what fails at the edge, and for somebody who takes
 * the three in turn and does not try again.
 */
final class KillBench {
    private static final int REPLICAS = 3;
    private static final String USUAL_REPLICAS = "2";
    private static final double USUAL = 0.6;
    private static final int CALLERS = 12;

    /** Of the peak before a kill: if the machine is that much slower or quicker after it, it was not killed at 60 %. */
    private static final double MOST_DRIFT = 0.10;

    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration PEAK = Duration.ofSeconds(8);
    private static final Duration BEFORE = Duration.ofSeconds(3);
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final Duration RESTART = Duration.ofSeconds(90);
    private static final String REQUESTS = "http_server_request_duration_seconds_count{";

    private final int rounds = Integer.getInteger("watertight.bench.rounds", 3);
    private final Registry registry = new Registry();

    /**
     * What one service is asked for. Its quota, in percent of a core, leaves the machine room for everything else: the
     * successor of a replica that was killed has none, and takes both cores while it starts.
     */
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
     * @param victim as it was before it had a quota
     * @param peak what the three answer in time, each second
     */
    private record Ready(Part victim, double peak) {}

    /**
     * @param peak before the kill
     * @param peakAgain with the successor, once it is warm
     * @param isAtSixtyPercent whether the two are alike
     * @param failed of so many requests, from before the kill until after it
     * @param asked so many of them were at the replica before it was killed
     * @param failures as {@link Outcomes#failures} has them, from the kill; earlier ones are negative
     */
    private record Kill(
            Subject subject,
            double peak,
            double peakAgain,
            boolean isAtSixtyPercent,
            int requests,
            long failed,
            long asked,
            Map<String, Long> failures) {
        /** Then more than 60 % was asked of it, and to refuse some of that is no failure. */
        boolean isTooSlow() {
            return peakAgain < (1 - MOST_DRIFT) * peak;
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
            atTheEdge.addAll(kills(rounds, subject, request, () -> request));
            inTurn.addAll(kills(1, subject, request, () -> inTurn(subject, customer)));
            Operator.watertight("scale", subject.service(), USUAL_REPLICAS);
        }
        var numbers = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight bench kill"));
        numbers.put("atTheEdge", atTheEdge);
        numbers.put("inTurn", inTurn);
        Progress.say("numbers: " + new RunFiles("bench-kill").write(numbers));
        assertThat(counted(atTheEdge)).hasSize(rounds * Subject.values().length);
        assertThat(atTheEdge).allMatch(kill -> kill.asked() > 0 && (kill.isTooSlow() || kill.failed() == 0));
        assertThat(inTurn).as("taking turns must do worse").allMatch(kill -> kill.asked() > 0 && kill.failed() > 0);
    }

    private static List<Kill> counted(List<Kill> kills) {
        return kills.stream().filter(Kill::isAtSixtyPercent).toList();
    }

    /**
     * Until so many count, or three times as many were tried.
     *
     * @param load of which 60 % of the peak is asked for; made anew for each kill, as a successor has another address
     */
    private List<Kill> kills(int wanted, Subject subject, IntSupplier atTheEdge, Supplier<IntSupplier> load) {
        var kills = new ArrayList<Kill>();
        var ready = ready(subject, atTheEdge);
        while (counted(kills).size() < wanted && kills.size() < 3 * wanted) {
            var admin = registry.admin(subject.service(), ready.victim().name());
            var before = Metrics.counted(admin, REQUESTS);
            var sent = inBackground(USUAL * ready.peak(), load.get());
            Waiting.until(System.nanoTime() + BEFORE.toNanos());
            var asked = (long) (Metrics.counted(admin, REQUESTS) - before);
            ready.victim().kill();
            var killed = System.nanoTime();
            var outcomes = sent.join();
            clear(ready.victim());
            var again = ready(subject, atTheEdge);
            kills.add(new Kill(
                    subject,
                    ready.peak(),
                    again.peak(),
                    Math.abs(again.peak() / ready.peak() - 1) <= MOST_DRIFT,
                    outcomes.all().size(),
                    outcomes.failed(),
                    asked,
                    outcomes.failures(killed)));
            Progress.say(kills.getLast().toString());
            ready = again;
        }
        Operator.watertight("fault", "clear");
        return kills;
    }

    /** With quotas, which hold from then on. Unlimited at first: the one that was killed before has a young successor. */
    private static Ready ready(Subject subject, IntSupplier request) {
        var victim = Part.named(subject.service() + "-" + REPLICAS);
        OpenLoad.saturate(CALLERS, WARM_UP, request);
        Operator.watertight("fault", "slow", subject.service(), "--cpu", subject.quota);
        return new Ready(
                victim, OpenLoad.saturate(CALLERS, PEAK, request).good(Crowd.IN_TIME) / (double) PEAK.toSeconds());
    }

    private static void clear(Part victim) {
        Operator.watertight("fault", "clear");
        await().atMost(RESTART).until(() -> Part.named(victim.name()).isSuccessorOf(victim));
    }

    private static CompletableFuture<Outcomes> inBackground(double rate, IntSupplier request) {
        return CompletableFuture.supplyAsync(() -> OpenLoad.run(rate, TIME, request), Thread::startVirtualThread);
    }

    private static IntSupplier requestOf(Subject subject, Customer customer, URI at) {
        var http = customer.http().at(at).within(Crowd.IN_TIME);
        return switch (subject) {
            case PRODUCT -> Crowd.listings(at);
            case USER -> Crowd.logIns(http, customer.credentials(), Crowd.IN_TIME);
            case ORDER -> Crowd.ordersOfNothing(http);
        };
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
