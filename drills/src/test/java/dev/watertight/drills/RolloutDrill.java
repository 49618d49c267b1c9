package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every service is restarted under load, one replica after the other: nobody loses a request, repeatable or not. */
final class RolloutDrill {
    private static final List<String> SERVICES = List.of("user", "product", "order", "payment");
    private static final int LONG_ROUNDS = 20;
    private static final Duration RESTART = Duration.ofSeconds(60);

    /** A kill need not meet a request that cannot be repeated, so there may be several. */
    private static final int MOST_KILLS = 20;

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
            for (var service : SERVICES) {
                var tally = restart(service, tallies.getOrDefault(service, new Tally(0, 0, List.of())));
                tallies.put(service, tally);
                Progress.say("%s restarted %d times: %d of %d requests failed"
                        .formatted(service, tally.restarts(), tally.failures().size(), tally.requests()));
            }
        }
        var numbers = new LinkedHashMap<String, Object>(Origin.of("rollout", scale));
        numbers.putAll(tallies);
        Progress.say("numbers: " + new RunFiles("rollout").write(numbers));
        assertThat(tallies.values()).flatExtracting(Tally::failures).isEmpty();
    }

    /** The broken twin: a replica that goes without a drain takes requests with it, and the load sees that. */
    @Test
    void losesSomeWithoutADrain() {
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

    private static void killAndAwaitSuccessor(String replica) {
        var victim = Part.named(replica);
        victim.kill();
        await().atMost(RESTART).until(() -> Part.named(replica).isSuccessorOf(victim));
    }
}
