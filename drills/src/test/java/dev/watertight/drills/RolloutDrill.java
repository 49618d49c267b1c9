package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.drills.bench.OpenLoad;
import dev.watertight.drills.bench.Outcomes;
import dev.watertight.drills.bench.Running;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every service is restarted under load, one replica after the other: nobody loses a request, repeatable or not. */
final class RolloutDrill {
    private static final int LONG_ROUNDS = 20;
    private static final Duration RESTART = Duration.ofSeconds(60);

    /** A kill need not meet a request that cannot be repeated, so there may be several. */
    private static final int MOST_KILLS = 20;

    private static final Map<String, String> NO_DRAIN = Map.of("SHOP_HTTP_DRAIN", "0s");

    /** An end without a drain need not meet one either: it lets those finish that it has begun. */
    private static final int MOST_ENDS = 20;

    /** They keep the machine busy, so that requests wait to be read, and are too few for anybody to be refused. */
    private static final int CALLERS = 16;

    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration TIME = Duration.ofSeconds(6);
    private static final Duration UNTIL_IT_ENDS = Duration.ofSeconds(3);

    /** What is sent until then is answered before. */
    private static final Duration UNDISTURBED = Duration.ofSeconds(2);

    private final Scale scale = Scale.asked();

    /** What the restarts of one service cost. */
    private record Tally(int restarts, int requests, List<String> failures) {
        Tally plus(int sent, List<String> failed) {
            var all = new ArrayList<>(failures);
            all.addAll(failed);
            return new Tally(restarts + 1, requests + sent, all);
        }
    }

    @BeforeEach
    void warmUp() {
        ShopLoad.warmUp();
    }

    @Test
    void losesNoRequest() {
        var tallies = new LinkedHashMap<String, Tally>();
        for (var round = 1; round <= (scale.isLong() ? LONG_ROUNDS : 1); round++) {
            for (var service : Part.SERVICES) {
                var tally = restart(service, tallies.getOrDefault(service, new Tally(0, 0, List.of())));
                tallies.put(service, tally);
                Progress.say("%s restarted %d times: %d of %d requests failed"
                        .formatted(service, tally.restarts(), tally.failures().size(), tally.requests()));
            }
        }
        var numbers = new LinkedHashMap<String, Object>(Origin.withoutSeed("rollout", scale));
        numbers.putAll(tallies);
        Progress.say("numbers: " + new RunFiles("rollout").write(numbers));
        assertThat(tallies.values()).flatExtracting(Tally::failures).isEmpty();
    }

    /** The broken twin: a replica that goes without a drain takes requests with it, and the load sees that. */
    @Test
    void losesSomeWithoutADrain() throws IOException {
        var rename = renames();
        var lost = 0L;
        for (var end = 1; end <= MOST_ENDS && lost == 0; end++) {
            lost = lostWithoutADrain(rename);
            Progress.say("ended without a drain, %d times: %d requests failed".formatted(end, lost));
        }
        assertThat(lost).isPositive();
    }

    /** The other one, which does not even finish what it has begun. */
    @Test
    void losesSomeWhenKilled() {
        var failures = new ArrayList<String>();
        for (var kill = 1; kill <= MOST_KILLS && failures.isEmpty(); kill++) {
            var customer = Customer.register();
            try (var load = new Load().every(Duration.ofMillis(5), "rename", customer::rename)) {
                await().until(() -> load.sent() > 100);
                killAndAwaitSuccessor("user-1");
                failures.addAll(load.failures());
            }
        }
        assertThat(failures).isNotEmpty();
    }

    private static Tally restart(String service, Tally before) {
        try (var load = ShopLoad.start()) {
            Operator.watertight("restart", service);
            var failures = load.failures();
            return before.plus(load.sent(), failures);
        }
    }

    /** One more replica is told to end, as a restart tells it; a load that fails before proves nothing. */
    private static long lostWithoutADrain(IntSupplier rename) throws IOException {
        var user = new Running(Part.named("user-1").pid());
        CompletableFuture<Outcomes> load;
        try (var _ = new BenchedReplica("user-10", user.command(), user.environment(), NO_DRAIN)) {
            OpenLoad.saturate(CALLERS, WARM_UP, rename);
            load = CompletableFuture.supplyAsync(() -> OpenLoad.saturate(CALLERS, TIME, rename));
            Waiting.until(System.nanoTime() + UNTIL_IT_ENDS.toNanos());
        }
        var outcomes = load.join();
        return outcomes.due(Duration.ZERO, UNDISTURBED).failed() == 0 ? outcomes.failed() : 0;
    }

    /** Of different customers: those of one would wait for each other. */
    private static IntSupplier renames() {
        var customers = Stream.generate(Customer::register).limit(CALLERS).toList();
        var turn = new AtomicInteger();
        return () -> customers.get(turn.getAndIncrement() % CALLERS).rename().status();
    }

    private static void killAndAwaitSuccessor(String replica) {
        var victim = Part.named(replica);
        victim.kill();
        await().atMost(RESTART).until(() -> Part.named(replica).isSuccessorOf(victim));
    }
}
