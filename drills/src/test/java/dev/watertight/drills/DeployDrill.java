package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Order is taken to another release under load, with its migration, and back: nobody loses a request. */
final class DeployDrill {
    private static final int LONG_ROUNDS = 10;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Scale scale = Scale.asked();
    private final Registry registry = new Registry();

    @TempDir
    private Path folder;

    /** What a deployment cost, and which versions answered at the same time meanwhile. */
    private record Tally(String version, double seconds, int requests, List<String> failures, Set<Set<String>> seen) {}

    @BeforeEach
    void warmUp() {
        ShopLoad.warmUp();
    }

    @Test
    void losesNoRequest() throws IOException, SQLException {
        var tallies = new ArrayList<Tally>();
        for (var round = 1; round <= (scale.isLong() ? LONG_ROUNDS : 1); round++) {
            var before = version();
            var column = "drill_" + System.nanoTime();
            var next = new OrderRelease().with("ALTER TABLE orders ADD COLUMN " + column + " VARCHAR(16)", folder);
            var there = deploy("--jar", next.toString());
            assertThat(there.version()).isNotEqualTo(before);
            assertThat(there.seen()).contains(Set.of(before, there.version()));
            assertThat(new OrderRelease().hasColumn(column)).isTrue();
            assertThatAnOrderIsConfirmed();
            var back = deploy(before);
            assertThat(back.version()).isEqualTo(before);
            assertThatAnOrderIsConfirmed();
            tallies.addAll(List.of(there, back));
        }
        var numbers = new LinkedHashMap<String, Object>(Origin.withoutSeed("deploy", scale));
        numbers.put("deployments", tallies);
        Progress.say("numbers: " + new RunFiles("deploy").write(numbers));
        assertThat(tallies).flatExtracting(Tally::failures).isEmpty();
    }

    /** The broken twin: a change that takes away what the release that still runs needs, and the load sees that. */
    @Test
    void losesSomeWhenAChangeContracts() throws IOException, SQLException {
        var before = version();
        var release = new OrderRelease();
        var contracting = release.with("ALTER TABLE orders RENAME COLUMN payment_method TO method", folder);
        var undoing = release.with("ALTER TABLE orders RENAME COLUMN method TO payment_method", folder);
        try {
            var contracted = deploy("--jar", contracting.toString());
            var numbers = new LinkedHashMap<String, Object>(Origin.withoutSeed("deploy", scale));
            numbers.put("requests", contracted.requests());
            numbers.put("failed", contracted.failures().size());
            Progress.say("numbers: " + new RunFiles("deploy-contracting").write(numbers));
            assertThat(contracted.failures()).isNotEmpty().allMatch(failure -> failure.startsWith("order: 503"));
        } finally {
            if (new OrderRelease().hasColumn("method")) {
                Operator.watertight("deploy", "order", "--jar", undoing.toString());
            }
            Operator.watertight("deploy", "order", before);
        }
        assertThatAnOrderIsConfirmed();
    }

    private Tally deploy(String... what) {
        var command = new ArrayList<>(List.of("deploy", "order"));
        command.addAll(List.of(what));
        var seen = new HashSet<Set<String>>();
        var start = System.nanoTime();
        try (var load = ShopLoad.start()) {
            var rolling = CompletableFuture.supplyAsync(() -> Operator.watertight(command.toArray(String[]::new)));
            await().atMost(LONGEST).pollInterval(Duration.ofMillis(100)).until(() -> {
                seen.add(registry.versions("order"));
                return rolling.isDone();
            });
            rolling.join();
            var seconds = Math.round((System.nanoTime() - start) / 1e8) / 10.0;
            var failures = load.failures();
            Progress.say("order deployed in %.1f s: %d of %d requests failed"
                    .formatted(seconds, failures.size(), load.sent()));
            return new Tally(version(), seconds, load.sent(), failures, seen);
        }
    }

    /** The one version that answers. */
    private String version() {
        var versions = registry.versions("order");
        assertThat(versions).hasSize(1);
        return versions.iterator().next();
    }

    private static void assertThatAnOrderIsConfirmed() {
        var customer = Customer.register();
        var placed = customer.order("tok_approve");
        var order = customer.settled("/orders/" + placed.json().path("id").asText());
        assertThat(order.path("status").asText()).isEqualTo("confirmed");
    }
}
