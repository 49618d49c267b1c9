package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Processes are killed and paused while customers shop: no order is lost, no cent and no unit is off. */
final class MoneyDrill {
    private static final Market.Size SIZE = new Market.Size(20, 60);

    private final Scale scale = Scale.asked();

    @Test
    void losesNoOrderNoCentAndNoUnit() {
        Progress.say("%,d orders and %d kills, seed %d".formatted(scale.orders(), scale.kills(), scale.seed()));
        try (var run = new Run("money", scale, SIZE)) {
            run.saboteur().begin(scale.kills(), run.saboteur()::strike);
            shop(run);
            run.saboteur().stop();
            assertThat(run.judge(run.settle()).first()).isEmpty();
        }
    }

    /** Goes on until there were enough of both, orders and kills. */
    private void shop(Run run) {
        var interval = TimeUnit.SECONDS.toNanos(1) / scale.ordersPerSecond();
        var next = System.nanoTime();
        for (var number = 0; number < scale.orders() || !run.saboteur().isDone(); number++) {
            Waiting.until(next);
            run.market().send(number, OrderPlan.of(scale.seed(), number, run.goods()));
            // What could not be sent in time is not made up for in a rush.
            next = Math.max(next + interval, System.nanoTime() - interval);
        }
    }
}
