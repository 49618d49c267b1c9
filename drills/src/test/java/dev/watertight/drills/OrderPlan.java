package dev.watertight.drills;

import dev.watertight.drills.history.Intention;
import dev.watertight.drills.history.Intention.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One order a customer is about to place, and what has to come of it.
 *
 * @param copies how many of it are sent at the same time
 * @param cancels whether its customer thinks better of it
 */
record OrderPlan(String key, String body, Outcome outcome, long total, int copies, boolean cancels) {
    private static final String UNKNOWN_PRODUCT = "019aa000-0000-7000-8000-00000000ffff";
    /** Out of a hundred. */
    private static final int SCARCE = 6;

    private static final int UNKNOWN = 3;
    private static final int WRONG_TOTAL = 3;
    private static final int RIGHT_TOTAL = 20;
    private static final int TWICE = 10;
    private static final int CANCELLED = 10;
    /** Each as often as it stands here. */
    private static final List<String> TOKENS = List.of(
            "tok_approve",
            "tok_approve",
            "tok_approve",
            "tok_approve",
            "tok_approve",
            "tok_approve",
            "tok_decline",
            "tok_insufficient_funds",
            "tok_slow",
            "tok_lost_answer",
            "tok_lost_answer",
            "tok_error_once");

    private static final Set<String> DECLINED = Set.of("tok_decline", "tok_insufficient_funds");

    private record Line(String productId, long price, int quantity) {
        String json() {
            return "{\"productId\":\"%s\",\"quantity\":%d}".formatted(productId, quantity);
        }
    }

    /** The order of that number: the same one for the same seed. */
    static OrderPlan of(long seed, int number, Goods goods) {
        var random = new Random(seed * 1_000_003 + number);
        var scarce = happens(random, SCARCE);
        var unknown = happens(random, UNKNOWN);
        var wrongTotal = happens(random, WRONG_TOTAL);
        var lines = new ArrayList<>(usualLines(random, goods));
        if (scarce) {
            lines.add(new Line(goods.scarce().id(), goods.scarce().price(), 1));
        }
        if (unknown) {
            lines.add(new Line(UNKNOWN_PRODUCT, 0, 1));
        }
        var token = TOKENS.get(random.nextInt(TOKENS.size()));
        var total =
                lines.stream().mapToLong(line -> line.price() * line.quantity()).sum();
        var expected = wrongTotal ? total + 1 : happens(random, RIGHT_TOTAL) ? total : 0;
        var rejected = unknown || wrongTotal || DECLINED.contains(token);
        return new OrderPlan(
                "%d-%d".formatted(seed, number),
                json(lines, token, expected),
                rejected ? Outcome.REJECTED : scarce ? Outcome.EITHER : Outcome.CONFIRMED,
                total,
                happens(random, TWICE) ? 2 : 1,
                happens(random, CANCELLED));
    }

    /** One of the first usual product, approved. */
    static OrderPlan plain(String key, Goods goods) {
        var product = goods.usual().getFirst();
        var body = Customer.orderOf(product.id(), 1, "tok_approve");
        return new OrderPlan(key, body, Outcome.CONFIRMED, product.price(), 1, false);
    }

    /** The same one, sent so many times at once and never cancelled. */
    OrderPlan times(int count) {
        return new OrderPlan(key, body, outcome, total, count, false);
    }

    Intention intentionOf(String customer) {
        return new Intention(customer, key, outcome, total);
    }

    private static List<Line> usualLines(Random random, Goods goods) {
        var products = new ArrayList<>(goods.usual());
        Collections.shuffle(products, random);
        return products.stream()
                .limit(1 + random.nextInt(3))
                .map(product -> new Line(product.id(), product.price(), 1 + random.nextInt(3)))
                .toList();
    }

    private static String json(List<Line> lines, String token, long expectedTotal) {
        var expected = expectedTotal == 0
                ? ""
                : ",\"expectedTotal\":{\"amount\":%d,\"currency\":\"EUR\"}".formatted(expectedTotal);
        var all = lines.stream().map(Line::json).collect(Collectors.joining(","));
        return "{\"lines\":[%s],\"paymentMethod\":\"%s\"%s}".formatted(all, token, expected);
    }

    private static boolean happens(Random random, int timesInAHundred) {
        return random.nextInt(100) < timesInAHundred;
    }
}
