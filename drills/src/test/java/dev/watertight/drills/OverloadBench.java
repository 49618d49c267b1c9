package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.drills.bench.GoodputCurve;
import dev.watertight.drills.bench.GoodputCurve.Sender;
import dev.watertight.drills.bench.GoodputCurve.Subject;
import dev.watertight.drills.bench.NaiveEdge;
import dev.watertight.drills.bench.RefusalCost;
import dev.watertight.drills.bench.Rounds;
import dev.watertight.drills.bench.Running;
import dev.watertight.drills.report.RoundsPlot;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How much of what Product can do is left when more is asked of it: ten times as much at the edge, one and a half times as
 * much at a replica itself, and what a refusal costs beside an answer. Beside it replicas without a limit, behind an edge
 * that lets everything through. Product has a CPU quota, so that it and nothing else is the bottleneck.
 */
final class OverloadBench {
    private static final String NO_LIMIT = "1000000";
    private static final double AT_THE_EDGE = 10;
    private static final double AT_A_REPLICA = 1.5;
    private static final double LEAST_GOODPUT = 0.90;
    private static final double MOST_OF_AN_ANSWER = 0.15;

    /** Of the peak, from where it was found to what the rounds say of it. */
    private static final double MOST_DRIFT = 0.15;

    /** Percent of a core; less at the edge, for ten times as much has to be sent by the same machine. */
    private static final String REPLICA_QUOTA = "25";

    private static final String EDGE_QUOTA = "6";

    /** Of what has limits, for each round of what has none. */
    private static final int SHORT_ROUNDS = 8;

    /** Within a second; a replica that nobody asks takes less of the processor. */
    private static final Duration IDLE = Duration.ofMillis(40);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration BACKLOG = Duration.ofMinutes(2);

    private final int rounds = Integer.getInteger("watertight.bench.rounds", 3);
    private final Running first = new Running(Part.named("product-1").pid());
    private final Running second = new Running(Part.named("product-2").pid());

    @TempDir
    private Path folder;

    /** @param timesItsPeak how much was asked for */
    private record Curves(
            double goodputOfPeak,
            double timesItsPeak,
            double goodputOfPeakWithoutLimits,
            GoodputCurve.Result limited,
            GoodputCurve.Result unlimited) {
        static Curves of(GoodputCurve.Result limited, GoodputCurve.Result unlimited) {
            return new Curves(limited.goodput(), limited.times(), unlimited.goodput(), limited, unlimited);
        }
    }

    @Test
    void answersAsMuchAsItCan() throws IOException {
        var numbers = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight bench overload"));
        try (var one = twin("product-10", NO_LIMIT);
                var two = twin("product-11", NO_LIMIT);
                var shut = twin("product-12", "0")) {
            var twins = new Twins(one, two, shut);
            twins.replicas().forEach(Crowd::warm);
            Crowd.warm(Addresses.edge());
            var costs = costs(twins.shut());
            var refusal = Rounds.median(costs, RefusalCost::refusalOfAnAnswer);
            numbers.put("refusalCostOfAnAnswer", refusal);
            numbers.put("answerCostOfAnAnswer", Rounds.median(costs, RefusalCost::answerOfAnAnswer));
            numbers.put("costs", costs);
            var atAReplica = atAReplica(twins);
            numbers.put("atAReplica", atAReplica);
            var atTheEdge = atTheEdge(twins);
            numbers.put("atTheEdge", atTheEdge);
            var files = new RunFiles("bench-overload");
            Progress.say("numbers: " + files.write(numbers));
            Progress.say("picture: " + files.write("svg", picture(atAReplica, atTheEdge)));
            assertThat(refusal).isLessThanOrEqualTo(MOST_OF_AN_ANSWER);
            requireGood(atAReplica, AT_A_REPLICA);
            requireGood(atTheEdge, AT_THE_EDGE);
        } finally {
            Operator.watertight("fault", "clear");
        }
    }

    /** Two replicas without a limit, and one that refuses everything. */
    private record Twins(BenchedReplica one, BenchedReplica two, BenchedReplica shut) {
        List<URI> replicas() {
            return List.of(one.publicAddress(), two.publicAddress());
        }

        List<Running> unlimited() {
            return List.of(one.running(), two.running());
        }

        /**
         * Even idle they would take much of the quota that they share with ours. Ours cannot be paused for them, as Consul and
         * the edge look after it; what it takes it takes at their peak, too.
         */
        <T> T paused(Supplier<T> work) {
            try {
                unlimited().forEach(Running::pause);
                return work.get();
            } finally {
                unlimited().forEach(Running::goOn);
            }
        }
    }

    private BenchedReplica twin(String name, String limit) throws IOException {
        return new BenchedReplica(name, first.command(), first.environment(), Map.of("SHOP_HTTP_MAX_CONCURRENT", limit))
                .hidden();
    }

    /** Of a 503 and of a 200, where there is no quota. */
    private List<RefusalCost> costs(BenchedReplica shut) {
        var answers = new RefusalCost.Replica(first, Crowd.listings(product("product-1"))).warm();
        var refusals = new RefusalCost.Replica(shut.running(), Crowd.listings(shut.publicAddress())).warm();
        var costs = new ArrayList<RefusalCost>();
        for (var round = 1; round <= rounds; round++) {
            costs.add(RefusalCost.measured(answers, refusals));
            Progress.say("a refusal beside answers, round %d: %s".formatted(round, costs.getLast()));
        }
        return costs;
    }

    private Curves atAReplica(Twins twins) {
        slow(twins, REPLICA_QUOTA);
        return curves(
                "a replica",
                twins,
                limited(product("product-1"), Sender.ALONE),
                unlimited(twins.one().publicAddress(), Sender.ALONE, twins),
                AT_A_REPLICA);
    }

    private Curves atTheEdge(Twins twins) throws IOException {
        Operator.watertight("fault", "clear");
        slow(twins, EDGE_QUOTA);
        try (var naive = new NaiveEdge(Part.named("edge").program(), "retries 3", twins.replicas(), folder)) {
            var sender = Sender.asBusyAtEveryLoad(Crowd.strays(Addresses.edge()));
            return curves(
                    "the edge",
                    twins,
                    limited(Addresses.edge(), sender),
                    unlimited(naive.address(), sender, twins),
                    AT_THE_EDGE);
        }
    }

    private void slow(Twins twins, String percent) {
        Operator.watertight("fault", "slow", "product", "--cpu", percent);
        twins.one().running().shareQuotaOf(first);
        twins.two().running().shareQuotaOf(second);
    }

    private Curves curves(String where, Twins twins, Subject withLimits, Subject without, double times) {
        var ours = twins.paused(() -> GoodputCurve.find(times, withLimits));
        var theirs = GoodputCurve.find(times, without);
        for (var round = 1; round <= rounds; round++) {
            var limited = twins.paused(
                    () -> Stream.generate(ours::round).limit(SHORT_ROUNDS).toList());
            var unlimited = theirs.round();
            Progress.say(
                    "%s, round %d of %d: %s; without limits %s".formatted(where, round, rounds, limited, unlimited));
        }
        return Curves.of(ours.result(), theirs.result());
    }

    /** What has limits has no more than a few answers to give when a load ends. */
    private static Subject limited(URI address, Sender sender) {
        return new Subject(
                Crowd.listings(address),
                sender,
                Crowd.IN_TIME,
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                () -> {});
    }

    /** What has none needs some seconds until too much has piled up. */
    private static Subject unlimited(URI address, Sender sender, Twins twins) {
        return new Subject(
                Crowd.listings(address),
                sender,
                Crowd.IN_TIME,
                Duration.ofSeconds(2),
                Duration.ofSeconds(8),
                () -> awaitIdle(twins));
    }

    /** Replicas without a limit go on with what nobody waits for any more. */
    private static void awaitIdle(Twins twins) {
        for (var twin : twins.unlimited()) {
            await().atMost(BACKLOG).until(() -> isIdle(twin));
        }
    }

    private static boolean isIdle(Running process) {
        var before = process.cpu();
        Waiting.until(System.nanoTime() + LOOK.toNanos());
        return process.cpu().minus(before).compareTo(IDLE) < 0;
    }

    private static void requireGood(Curves curves, double times) {
        assertThat(curves.limited().hasPeak())
                .as("the greatest load around the peak was too much")
                .isTrue();
        assertThat(curves.timesItsPeak())
                .as("of its peak is asked for")
                .isBetween((1 - MOST_DRIFT) * times, (1 + MOST_DRIFT) * times);
        assertThat(curves.goodputOfPeak()).isGreaterThanOrEqualTo(LEAST_GOODPUT);
        assertThat(curves.goodputOfPeakWithoutLimits())
                .as("without limits it must do worse")
                .isLessThan(LEAST_GOODPUT);
    }

    private static String picture(Curves atAReplica, Curves atTheEdge) {
        return new RoundsPlot("goodput of peak")
                .column("at a replica", LEAST_GOODPUT, atAReplica.limited().ofPeak())
                .column("without limits", atAReplica.unlimited().ofPeak())
                .column("at the edge", LEAST_GOODPUT, atTheEdge.limited().ofPeak())
                .column("without limits", atTheEdge.unlimited().ofPeak())
                .svg("Answered in time under overload, of what can be answered");
    }

    private static URI product(String replica) {
        return new Registry().address("product", replica);
    }
}
