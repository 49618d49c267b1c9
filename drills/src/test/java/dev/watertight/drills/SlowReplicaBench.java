package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.drills.bench.Passage;
import dev.watertight.drills.bench.Percentile;
import dev.watertight.drills.bench.Rounds;
import dev.watertight.drills.report.RoundsPlot;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * One of four replicas of Product answers Order 200 ms late: what that does to orders, and how much still goes there,
 * beside a client that takes four in turn. All is measured healthy, slow and healthy again: it is compared
 * with the mean of the two healthy ones, and they with each other, which is the control.
 */
final class SlowReplicaBench {
    private static final Duration LATE = Duration.ofMillis(200);
    private static final Duration NOTICED = Duration.ofSeconds(1);
    private static final Duration MEASURED = Duration.ofSeconds(15);
    private static final int WARM_UP = 1_500;
    private static final double MOST_SLOWER = 2.0;
    private static final double MOST_SHARE = 0.03;
    private static final String SERVICE = "product-internal";
    private static final List<String> REPLICAS = List.of("product-1", "product-2");

    private final int rounds = Integer.getInteger("watertight.bench.rounds", 3);
    private final Registry registry = new Registry();
    private final Customer customer = Customer.register();
    private final String product = customer.anyProduct();

    /**
     * @param order the 99th percentile of an order, in milliseconds
     * @param inTurn the same of one who takes replicas in turn, for a listing
     * @param share of Order's requests that went to the fourth replica
     */
    private record Phase(double order, double inTurn, double share) {}

    private record Round(Phase healthy, Phase slow, Phase healthyAgain) {
        /** A shop that still warms up is quicker in the end: the slow phase lies between the two it is compared with. */
        double slower() {
            return 2 * slow.order() / (healthy.order() + healthyAgain.order());
        }

        double slowerWithoutCause() {
            return healthyAgain.order() / healthy.order();
        }

        double slowerInTurn() {
            return 2 * slow.inTurn() / (healthy.inTurn() + healthyAgain.inTurn());
        }
    }

    @Test
    void oneSlowReplicaSlowsNobody() {
        var measured = new ArrayList<Round>();
        var balanced = passages("-internal", SERVICE);
        var inTurn = List.copyOf(passages("", "product").values());
        try {
            balanced.forEach((id, passage) -> registry.register(SERVICE, id, passage.port()));
            REPLICAS.forEach(replica -> registry.drain(replica + "-internal"));
            var doors = List.copyOf(balanced.values());
            ShopLoad.warmUp(() -> load(inTurn, new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>()), WARM_UP);
            for (var round = 1; round <= rounds; round++) {
                measured.add(new Round(
                        measure(doors, inTurn, Duration.ZERO),
                        measure(doors, inTurn, LATE),
                        measure(doors, inTurn, Duration.ZERO)));
                Progress.say("%d of %d: %s".formatted(round, rounds, measured.getLast()));
            }
        } finally {
            REPLICAS.forEach(replica -> registry.undrain(replica + "-internal"));
            balanced.keySet().forEach(registry::deregister);
            balanced.values().forEach(Passage::close);
            inTurn.forEach(Passage::close);
        }
        judge(measured);
    }

    private static void judge(List<Round> measured) {
        var slower = Rounds.median(measured, Round::slower);
        var inTurn = Rounds.median(measured, Round::slowerInTurn);
        var share = Rounds.median(measured, round -> round.slow().share());
        var numbers = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight bench slow-replica"));
        numbers.put("p99Ratio", slower);
        numbers.put("p99RatioOfTheHealthy", Rounds.median(measured, Round::slowerWithoutCause));
        numbers.put("p99RatioInTurn", inTurn);
        numbers.put("shareOfTheSlowOne", share);
        numbers.put("rounds", measured);
        var files = new RunFiles("bench-slow-replica");
        Progress.say("numbers: " + files.write(numbers));
        Progress.say("picture: " + files.write("svg", picture(measured)));
        assertThat(slower).isLessThanOrEqualTo(MOST_SLOWER);
        assertThat(share).isLessThanOrEqualTo(MOST_SHARE);
        assertThat(inTurn).as("taking turns must do worse").isGreaterThan(MOST_SLOWER);
    }

    private static String picture(List<Round> measured) {
        return new RoundsPlot("p99, times the healthy")
                .column("Order, one slow", MOST_SLOWER, Rounds.values(measured, Round::slower))
                .column("Order, none slow", Rounds.values(measured, Round::slowerWithoutCause))
                .column("in turn, one slow", Rounds.values(measured, Round::slowerInTurn))
                .svg("p99 with one slow replica of four");
    }

    /** Four more addresses of the two replicas. */
    private Map<String, Passage> passages(String suffix, String service) {
        var passages = new LinkedHashMap<String, Passage>();
        IntStream.range(0, 4).forEach(number -> {
            var replica = registry.address(service, REPLICAS.get(number % REPLICAS.size()) + suffix);
            passages.put(
                    "product-%d%s".formatted(9 + number, suffix),
                    new Passage(new InetSocketAddress(replica.getHost(), replica.getPort())));
        });
        return passages;
    }

    private Phase measure(List<Passage> balanced, List<Passage> inTurn, Duration late) {
        balanced.getLast().delay(late);
        inTurn.getLast().delay(late);
        Queue<Double> orders = new ConcurrentLinkedQueue<>();
        Queue<Double> listings = new ConcurrentLinkedQueue<>();
        try (var load = load(inTurn, orders, listings)) {
            Waiting.until(System.nanoTime() + NOTICED.toNanos());
            orders.clear();
            listings.clear();
            var from = System.nanoTime();
            Waiting.until(from + MEASURED.toNanos());
            var there = balanced.getLast().countSince(from);
            var all = balanced.stream().mapToLong(door -> door.countSince(from)).sum();
            assertThat(load.failures()).isEmpty();
            return new Phase(p99(orders), p99(listings), (double) there / all);
        }
    }

    private Load load(List<Passage> inTurn, Queue<Double> orders, Queue<Double> listings) {
        var turn = new AtomicInteger();
        return new Load()
                .every(
                        Duration.ofMillis(50),
                        "order",
                        () -> timed(orders, () -> customer.orderOne(product, "tok_approve")))
                .every(
                        Duration.ofMillis(50),
                        "in turn",
                        () -> timed(listings, () -> listing(inTurn.get(turn.getAndIncrement() % inTurn.size()))));
    }

    private Http.Reply listing(Passage door) {
        return customer.http().at(URI.create("http://127.0.0.1:" + door.port())).get("/products/" + product);
    }

    private static Http.Reply timed(Queue<Double> millis, Supplier<Http.Reply> request) {
        var from = System.nanoTime();
        var reply = request.get();
        millis.add((System.nanoTime() - from) / 1e6);
        return reply;
    }

    private static double p99(Queue<Double> millis) {
        assertThat(millis).isNotEmpty();
        return Percentile.p99(millis.stream().mapToDouble(Double::doubleValue));
    }
}
