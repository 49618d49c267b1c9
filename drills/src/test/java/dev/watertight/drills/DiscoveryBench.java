package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.drills.bench.Passage;
import dev.watertight.drills.report.RoundsPlot;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/**
 * How soon a new replica gets requests, and how soon one that drains gets none: between services, and at the edge, beside
 * somebody who asks Consul every five seconds. The new replica is one more address of a replica that runs, so that only
 * finding it is measured.
 */
final class DiscoveryBench {
    private static final Duration POLLING = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** So long a replica that drains waits before it goes. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    private static final int WARM_UP = 2_000;
    private static final double MOST_MILLIS = 250;
    private static final double MOST_MILLIS_AT_THE_EDGE = 2_000;
    private static final double MOST_OF_POLLING = 1.0 / 20;
    private static final String NEW = "product-12";
    private static final String INTERNAL = "-internal";

    private final int trials = Integer.getInteger("watertight.bench.trials", 20);
    private final Registry registry = new Registry();
    private final Customer customer = Customer.register();
    private final String product = customer.anyProduct();

    /** Milliseconds until it got its first request, and for which it got some after it had begun to drain. */
    private record Times(double used, double left) {
        DoubleStream both() {
            return DoubleStream.of(used, left);
        }
    }

    private record Trial(Times services, Times edge, Times polling) {}

    @Test
    void findsReplicasSoonerThanWhoPolls() {
        ShopLoad.warmUp(this::load, WARM_UP);
        var measured = new ArrayList<Trial>();
        for (var number = 0; number < trials; number++) {
            // Each poller is at another point of its round.
            var trial = trial(POLLING.multipliedBy(number).dividedBy(trials));
            Progress.say("%d of %d: %s".formatted(number + 1, trials, trial));
            measured.add(trial);
        }
        var ratio = both(measured, Trial::services).average().orElseThrow()
                / both(measured, Trial::polling).average().orElseThrow();
        var worst = both(measured, Trial::services).max().orElseThrow();
        var worstAtTheEdge = both(measured, Trial::edge).max().orElseThrow();
        var numbers = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight bench discovery"));
        numbers.put("ofPolling", ratio);
        numbers.put("worstMillisBetweenServices", worst);
        numbers.put("worstMillisAtTheEdge", worstAtTheEdge);
        numbers.put("trials", measured);
        var files = new RunFiles("bench-discovery");
        Progress.say("numbers: " + files.write(numbers));
        Progress.say("picture: " + files.write("svg", picture(measured)));
        assertThat(worst).isLessThanOrEqualTo(MOST_MILLIS);
        assertThat(worstAtTheEdge).isLessThanOrEqualTo(MOST_MILLIS_AT_THE_EDGE);
        assertThat(ratio).isLessThanOrEqualTo(MOST_OF_POLLING);
    }

    private static String picture(List<Trial> measured) {
        return new RoundsPlot("ms")
                .column("between services", MOST_MILLIS, all(measured, Trial::services))
                .column("at the edge", MOST_MILLIS_AT_THE_EDGE, all(measured, Trial::edge))
                .column("who asks every 5 s", all(measured, Trial::polling))
                .svg("Until a new replica is used, and one that drains is left alone");
    }

    private Trial trial(Duration phase) {
        try (var services = passage("product-internal", "product-1" + INTERNAL);
                var edge = passage("product", "product-1");
                var poller = new Poller(() -> registry.passing("product"), NEW, POLLING, phase);
                var load = load()) {
            await().until(() -> load.sent() > 50);
            var joined = System.nanoTime();
            registry.register("product-internal", NEW + INTERNAL, services.port());
            registry.register("product", NEW, edge.port());
            await().atMost(PATIENCE)
                    .until(() -> services.firstSince(joined).isPresent()
                            && edge.firstSince(joined).isPresent()
                            && poller.joined().isPresent());
            var drained = System.nanoTime();
            registry.drain(NEW + INTERNAL);
            registry.drain(NEW);
            Waiting.until(drained + QUIET.toNanos());
            await().atMost(PATIENCE).until(() -> poller.left().isPresent());
            assertThat(load.failures()).isEmpty();
            return new Trial(
                    times(services, joined, drained),
                    times(edge, joined, drained),
                    new Times(
                            millis(joined, poller.joined().orElseThrow()),
                            millis(drained, poller.left().orElseThrow())));
        } finally {
            registry.deregister(NEW + INTERNAL);
            registry.deregister(NEW);
        }
    }

    private Passage passage(String service, String instance) {
        var target = registry.address(service, instance);
        return new Passage(new InetSocketAddress(target.getHost(), target.getPort()));
    }

    /** Enough that somebody asks every few milliseconds, there and there. */
    private Load load() {
        return new Load()
                .every(Duration.ofMillis(25), "get", () -> customer.http().get("/products/" + product))
                .every(Duration.ofMillis(40), "order", () -> customer.orderOne(product, "tok_decline"));
    }

    private static Times times(Passage passage, long joined, long drained) {
        return new Times(
                millis(joined, passage.firstSince(joined).orElseThrow()),
                Math.max(0, millis(drained, passage.last().orElseThrow())));
    }

    private static double millis(long from, long until) {
        return Math.round((until - from) / 1e5) / 10.0;
    }

    private static List<Double> all(List<Trial> trials, Function<Trial, Times> side) {
        return both(trials, side).boxed().toList();
    }

    private static DoubleStream both(List<Trial> trials, Function<Trial, Times> side) {
        return trials.stream().map(side).flatMapToDouble(Times::both);
    }
}
