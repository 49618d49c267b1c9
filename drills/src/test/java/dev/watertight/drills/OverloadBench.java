package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.drills.bench.GoodputCurve;
import dev.watertight.drills.bench.OpenSubject;
import dev.watertight.drills.bench.Paused;
import dev.watertight.drills.bench.RefusalCost;
import dev.watertight.drills.bench.Rounds;
import dev.watertight.drills.bench.Running;
import dev.watertight.drills.report.RoundsPlot;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * How much of what a replica of Product can do is left when it is asked for one and a half times as much, and what a refusal
 * costs beside an answer. Beside it a replica without a limit. Both have a CPU quota, so that it and nothing else is the
 * bottleneck. What the edge lets through is measured by {@link LoginStormBench}: ten times as many log-ins are few enough for
 * the machine to send beside the hashing, ten times as many listings are not.
 */
final class OverloadBench {
    private static final String NO_LIMIT = "1000000";
    private static final double TIMES = 1.5;
    private static final double LEAST_GOODPUT = 0.90;
    private static final double MOST_OF_AN_ANSWER = 0.15;

    /** How far the median overload may be from what was asked for: each follows the peak of the rounds before it. */
    private static final double MOST_DRIFT = 0.10;

    /** Percent of a core. */
    private static final String QUOTA = "25";

    /** So long what has limits is asked for each round of what has none. */
    private static final Duration SHORT_ROUNDS = Duration.ofSeconds(90);

    /** Within a second; a replica that nobody asks takes less of the processor. */
    private static final Duration IDLE = Duration.ofMillis(40);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration BACKLOG = Duration.ofMinutes(2);

    private final int rounds = Integer.getInteger("watertight.bench.rounds", 3);
    private final Running replica = new Running(Part.named("product-1").pid());
    private final URI address = new Registry().address("product", "product-1");

    @Test
    void answersAsMuchAsItCan() throws IOException {
        try (var unlimited = twin("product-10", NO_LIMIT);
                var shut = twin("product-11", "0")) {
            Crowd.warm(unlimited.publicAddress());
            var costs = costs(shut);
            Operator.watertight("fault", "slow", "product-1", "--cpu", QUOTA);
            unlimited.running().shareQuotaOf(replica);
            judge(costs, curves(unlimited));
        } finally {
            Operator.watertight("fault", "clear");
        }
    }

    private BenchedReplica twin(String name, String limit) throws IOException {
        var own = Map.of("SHOP_HTTP_MAX_CONCURRENT", limit);
        return new BenchedReplica(name, replica.command(), replica.environment(), own).hidden();
    }

    /** Of a 503 and of a 200, where there is no quota. */
    private List<RefusalCost> costs(BenchedReplica shut) {
        var answers = new RefusalCost.Replica(replica, Crowd.listings(address)).warm();
        var refusals = new RefusalCost.Replica(shut.running(), Crowd.listings(shut.publicAddress())).warm();
        var costs = new ArrayList<RefusalCost>();
        for (var round = 1; round <= rounds; round++) {
            costs.add(RefusalCost.measured(answers, refusals));
            Progress.say("a refusal beside answers, round %d: %s".formatted(round, costs.getLast()));
        }
        return costs;
    }

    private record Curves(GoodputCurve.Result limited, GoodputCurve.Result unlimited) {}

    private Curves curves(BenchedReplica twin) {
        var limited = paused(twin, () -> GoodputCurve.find(TIMES, limited()));
        var unlimited = GoodputCurve.find(TIMES, unlimited(twin));
        for (var round = 1; round <= rounds; round++) {
            var ours = paused(twin, () -> limited.rounds(SHORT_ROUNDS));
            var theirs = unlimited.rounds(Duration.ZERO);
            Progress.say("round %d of %d: %s; without limits %s".formatted(round, rounds, ours, theirs));
        }
        return new Curves(limited.result(), unlimited.result());
    }

    /**
     * Even idle the twin would take much of the quota that it shares with ours. Ours cannot be paused for it, as Consul and the
     * edge look after it; what it takes it takes at the twin's peak, too.
     */
    private static <T> T paused(BenchedReplica twin, Supplier<T> work) {
        try (var _ = new Paused(List.of(twin.running()))) {
            return work.get();
        }
    }

    /** What has limits is full within a few answers, and has no more than these to give when a load ends. */
    private OpenSubject limited() {
        return new OpenSubject(
                Crowd.listings(address), Crowd.IN_TIME, Duration.ofMillis(100), Duration.ofMillis(600), () -> {});
    }

    /** What has none needs some seconds until too much has piled up, and goes on with what nobody waits for any more. */
    private static OpenSubject unlimited(BenchedReplica twin) {
        return new OpenSubject(
                Crowd.listings(twin.publicAddress()),
                Crowd.IN_TIME,
                Duration.ofSeconds(2),
                Duration.ofSeconds(8),
                () -> await().atMost(BACKLOG).until(() -> isIdle(twin.running())));
    }

    private static boolean isIdle(Running process) {
        var before = process.cpu();
        Waiting.until(System.nanoTime() + LOOK.toNanos());
        return process.cpu().minus(before).compareTo(IDLE) < 0;
    }

    private static void judge(List<RefusalCost> costs, Curves curves) {
        var refusal = Rounds.median(costs, RefusalCost::refusalOfAnAnswer);
        var numbers = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight bench overload"));
        numbers.put("refusalCostOfAnAnswer", refusal);
        numbers.put("answerCostOfAnAnswer", Rounds.median(costs, RefusalCost::answerOfAnAnswer));
        numbers.put("goodputOfPeak", curves.limited().goodput());
        numbers.put("timesItsPeak", curves.limited().times());
        numbers.put("goodputOfPeakWithoutLimits", curves.unlimited().goodput());
        numbers.put("costs", costs);
        numbers.put("limited", curves.limited());
        numbers.put("unlimited", curves.unlimited());
        var files = new RunFiles("bench-overload");
        Progress.say("numbers: " + files.write(numbers));
        Progress.say("picture: " + files.write("svg", picture(curves)));
        assertThat(refusal).isLessThanOrEqualTo(MOST_OF_AN_ANSWER);
        requireGood(curves);
    }

    private static void requireGood(Curves curves) {
        assertThat(curves.limited().hasPeak())
                .as("the greatest load around the peak was too much")
                .isTrue();
        assertThat(curves.limited().times())
                .as("of its peak is asked for")
                .isBetween((1 - MOST_DRIFT) * TIMES, (1 + MOST_DRIFT) * TIMES);
        assertThat(curves.limited().goodput()).isGreaterThanOrEqualTo(LEAST_GOODPUT);
        assertThat(curves.unlimited().goodput())
                .as("without limits it must do worse")
                .isLessThan(LEAST_GOODPUT);
    }

    private static String picture(Curves curves) {
        return new RoundsPlot("goodput of peak")
                .column("with limits", LEAST_GOODPUT, curves.limited().ofPeak())
                .column("without", curves.unlimited().ofPeak())
                .svg("Answered in time when one and a half times as much is asked for, of what can be answered");
    }
}
