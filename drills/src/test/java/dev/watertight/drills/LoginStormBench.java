package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.drills.bench.NaiveEdge;
import dev.watertight.drills.bench.OpenLoad;
import dev.watertight.drills.bench.Outcomes;
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
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five and ten times as many log-ins as User can hash: how many still succeed, and at five times what everybody else notices,
 * beside as many log-ins as it can just do. These are measured before and after: the two are the control. User has a CPU quota, so that
 * it and not the machine is what runs out. Beside it replicas that hash a hundred at once, behind an edge that lets
 * everything through.
 */
final class LoginStormBench {
    private static final String QUOTA = "25";
    private static final double STORM = 5;
    private static final double FLOOD = 10;
    private static final double MOST_SLOWER = 1.25;
    private static final double LEAST_LOGINS = 0.85;
    private static final double LEAST_LOGINS_IN_A_FLOOD = 0.90;

    /** Enough that the quota is used up, and nobody waits for long. */
    private static final int CALLERS = 4;

    private static final Duration TIME = Duration.ofSeconds(30);
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private static final double OTHERS_RATE = 20;

    /** More than the whole machine can hash. */
    private static final double WARM_UP_RATE = 100;

    /** Hashes at once of the replicas without a limit: more than can be done in time, as many as a heap has room for. */
    private static final String NO_LIMIT = "100";

    private static final String THEIR_HEAP = "-Xmx3g";

    private final int rounds = Integer.getInteger("watertight.bench.rounds", 3);
    private final Running first = new Running(Part.named("user-1").pid());
    private final Running second = new Running(Part.named("user-2").pid());
    private final Customer customer = Customer.register();
    private final String product = customer.anyProduct();
    private final Map<String, IntSupplier> others = new TreeMap<>(Map.of(
            "GET /products/{id}",
            () -> customer.http().get("/products/" + product).status(),
            "GET /orders",
            () -> customer.http().get("/orders?limit=5").status(),
            "GET /payments",
            () -> customer.http().get("/payments?orderId=" + customer.id()).status()));

    @TempDir
    private Path folder;

    /**
     * @param logins that succeeded in time, each second
     * @param p99Millis of the requests of everybody else, by route
     */
    private record Phase(double logins, Map<String, Double> p99Millis) {}

    /** @param canHash log-ins each second when nobody has to wait for long */
    private record Round(double canHash, Phase enough, Phase storm, Phase enoughAgain, Phase flood) {
        double logins() {
            return storm.logins() / canHash;
        }

        double loginsInAFlood() {
            return flood.logins() / canHash;
        }

        double slower(String route) {
            return 2
                    * of(storm.p99Millis(), route)
                    / (of(enough.p99Millis(), route) + of(enoughAgain.p99Millis(), route));
        }

        double slowerWithoutAStorm(String route) {
            return of(enoughAgain.p99Millis(), route) / of(enough.p99Millis(), route);
        }
    }

    @Test
    void leavesRoomForEverybodyElse() throws IOException {
        ShopLoad.warmUp();
        var logIn = logIn(Addresses.edge());
        // Until refusals are compiled too: a quota would have to pay for that.
        OpenLoad.run(WARM_UP_RATE, TIME, logIn);
        Operator.watertight("fault", "slow", "user", "--cpu", QUOTA);
        try {
            var measured = new ArrayList<Round>();
            for (var round = 1; round <= rounds; round++) {
                measured.add(round(logIn));
                Progress.say("round %d: %s".formatted(round, measured.getLast()));
            }
            judge(measured, withoutLimits());
        } finally {
            Operator.watertight("fault", "clear");
        }
    }

    private Round round(IntSupplier logIn) {
        var canHash = canHash(logIn);
        return new Round(
                canHash,
                phase(logIn, canHash),
                phase(logIn, STORM * canHash),
                phase(logIn, canHash),
                phase(logIn, FLOOD * canHash));
    }

    /** The log-ins of a storm that succeed in time, of what can be hashed; once, as these are long in coming to an end. */
    private double withoutLimits() throws IOException {
        try (var one = unlimited("user-10");
                var two = unlimited("user-11");
                var naive = new NaiveEdge(
                        Part.named("edge").program(),
                        "retries 3",
                        List.of(one.publicAddress(), two.publicAddress()),
                        folder)) {
            var logIn = logIn(naive.address());
            OpenLoad.saturate(CALLERS, TIME, logIn);
            one.running().shareQuotaOf(first);
            two.running().shareQuotaOf(second);
            var canHash = canHash(logIn);
            return phase(logIn, STORM * canHash).logins() / canHash;
        }
    }

    private BenchedReplica unlimited(String name) throws IOException {
        var command = first.command().stream()
                .map(word -> word.startsWith("-Xmx") ? THEIR_HEAP : word)
                .toList();
        var own = Map.of("SHOP_HTTP_MAX_CONCURRENT", "1000000", "SHOP_HASHES_AT_ONCE", NO_LIMIT);
        return new BenchedReplica(name, command, first.environment(), own).hidden();
    }

    /** With everybody else beside, as later. */
    private double canHash(IntSupplier logIn) {
        return phase(() -> OpenLoad.saturate(CALLERS, TIME, logIn)).logins();
    }

    private Phase phase(IntSupplier logIn, double logins) {
        return phase(() -> OpenLoad.run(logins, TIME, logIn));
    }

    private Phase phase(Supplier<Outcomes> logins) {
        var beside = byRoute(route -> CompletableFuture.supplyAsync(
                () -> OpenLoad.run(OTHERS_RATE, TIME, of(others, route)), Thread::startVirtualThread));
        return new Phase(
                logins.get().goodEachSecond(SETTLED, TIME, Crowd.IN_TIME),
                byRoute(route -> p99(of(beside, route).join())));
    }

    private static double p99(Outcomes outcomes) {
        var settled = outcomes.due(SETTLED, TIME);
        assertThat(settled.failed()).isZero();
        return settled.p99Millis(200);
    }

    private void judge(List<Round> measured, double withoutLimits) {
        var logins = Rounds.median(measured, Round::logins);
        var slower = byRoute(route -> Rounds.median(measured, round -> round.slower(route)));
        var numbers = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight bench login-storm"));
        numbers.put("loginsOfWhatCanBeHashed", logins);
        var loginsInAFlood = Rounds.median(measured, Round::loginsInAFlood);
        numbers.put("loginsInAFloodOfWhatCanBeHashed", loginsInAFlood);
        numbers.put("loginsWithoutLimits", withoutLimits);
        numbers.put("p99Ratio", slower);
        numbers.put(
                "p99RatioWithoutAStorm",
                byRoute(route -> Rounds.median(measured, round -> round.slowerWithoutAStorm(route))));
        numbers.put("rounds", measured);
        var files = new RunFiles("bench-login-storm");
        Progress.say("numbers: " + files.write(numbers));
        Progress.say("picture: " + files.write("svg", picture(measured, withoutLimits)));
        assertThat(logins).isGreaterThanOrEqualTo(LEAST_LOGINS);
        assertThat(loginsInAFlood).isGreaterThanOrEqualTo(LEAST_LOGINS_IN_A_FLOOD);
        assertThat(withoutLimits).as("without limits it must do worse").isLessThan(LEAST_LOGINS);
        assertThat(slower.values()).allSatisfy(ratio -> assertThat(ratio).isLessThanOrEqualTo(MOST_SLOWER));
    }

    private String picture(List<Round> measured, double withoutLimits) {
        var plot = new RoundsPlot("ratio")
                .column("log-ins, 5 times", LEAST_LOGINS, Rounds.values(measured, Round::logins))
                .column("10 times", LEAST_LOGINS_IN_A_FLOOD, Rounds.values(measured, Round::loginsInAFlood))
                .column("without limits", List.of(withoutLimits));
        others.keySet()
                .forEach(route -> plot.column(route, MOST_SLOWER, Rounds.values(measured, round -> round.slower(route)))
                        .column("no storm", Rounds.values(measured, round -> round.slowerWithoutAStorm(route))));
        return plot.svg("Log-ins of what can be hashed, and p99 of everybody else, in a storm");
    }

    /** One for all phases: it holds a client for each address that it logs in from. */
    private IntSupplier logIn(URI shop) {
        return Crowd.logIns(new Http(shop), customer.credentials(), Crowd.IN_TIME);
    }

    private <T> Map<String, T> byRoute(Function<String, T> value) {
        var byRoute = new TreeMap<String, T>();
        others.keySet().forEach(route -> byRoute.put(route, value.apply(route)));
        return byRoute;
    }

    private static <T> T of(Map<String, T> byRoute, String route) {
        return Objects.requireNonNull(byRoute.get(route), route);
    }
}
