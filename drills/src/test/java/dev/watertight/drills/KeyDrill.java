package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.drills.report.Mark;
import org.junit.jupiter.api.Test;

/** Many copies of one request at once, while replicas of Order die: one order, and one answer to all of them, for ever. */
final class KeyDrill {
    private static final int COPIES = 32;
    /** As many copies at once as the edge lets through to two replicas. */
    private static final Market.Size SIZE = new Market.Size(4, 3);

    private final Scale scale = Scale.asked();

    @Test
    void answersEveryCopyOfAKeyAlike() {
        Progress.say("%,d keys of %d copies each, seed %d".formatted(scale.keys(), COPIES, scale.seed()));
        try (var run = new Run("keys", scale, SIZE)) {
            var saboteur = run.saboteur();
            saboteur.begin(Integer.MAX_VALUE, () -> saboteur.strike("order-\\d+", Mark.Kind.KILL));
            for (var number = 0; number < scale.keys(); number++) {
                var plan = OrderPlan.of(scale.seed(), number, run.goods());
                run.market().send(number, plan.times(COPIES));
            }
            saboteur.stop();
            var settling = run.settle();
            var lost = run.market().replay();
            assertThat(run.judge(settling).first()).isEmpty();
            assertThat(lost).as("orders that are not answered again").isEmpty();
            assertThat(run.saboteur().marks()).isNotEmpty();
        }
    }
}
