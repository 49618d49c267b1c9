package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an order needs is gone: it is taken all the same and settles later, or refused with nothing half done. */
final class OutageDrill {
    private static final int ORDERS = 20;
    private static final Market.Size SIZE = new Market.Size(2, ORDERS);

    @ParameterizedTest
    @ValueSource(strings = {"payment", "product", "acquirer"})
    void takesOrdersWithoutIt(String part) {
        try (var run = outage(part)) {
            run.saboteur().without(part, () -> {
                for (var number = 0; number < ORDERS; number++) {
                    run.market().send(number, OrderPlan.plain(Integer.toString(number), run.goods()));
                }
                run.market().finish();
            });
            assertThat(run.statuses()).containsOnly(202).hasSize(ORDERS);
            assertThat(run.judge(run.settle()).first()).isEmpty();
        }
    }

    @Test
    void refusesOrdersWithoutItsDatabaseAndLeavesNothingHalfDone() {
        try (var run = outage("order-db")) {
            var plans = IntStream.range(0, ORDERS)
                    .mapToObj(_ -> OrderPlan.plain(UUID.randomUUID().toString(), run.goods()))
                    .toList();
            var shopper = run.market().shoppers().getFirst();
            run.saboteur().without("order-db", () -> plans.forEach(plan -> assertRefused(shopper.http(plan))));
            // The same keys of the same customer: each becomes one order now.
            plans.forEach(plan -> run.market().send(0, plan));
            assertThat(run.judge(run.settle()).first()).isEmpty();
        }
    }

    private static Run outage(String part) {
        return new Run("outage-of-" + part, Origin.measuredBy("./watertight drill outage"), Scale.asked(), SIZE);
    }

    private static void assertRefused(Http.Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(503);
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.header("Retry-After")).isNotBlank();
    }
}
