package dev.watertight.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.order.domain.Orders.IdempotencyKey;
import dev.watertight.order.domain.Orders.Lease;
import dev.watertight.order.domain.Orders.RecordedAnswer;
import dev.watertight.order.domain.Orders.Work;
import dev.watertight.order.domain.Reconciliation.Mismatch;
import dev.watertight.order.domain.Reconciliation.Round;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Reconciliation} promises. */
public abstract class ReconciliationContract {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    protected abstract Orders orders();

    protected abstract Reconciliation reconciliation();

    @Test
    void goesThroughTheOrdersAndBeginsAgain() {
        var first = placed(1, 300);
        var second = placed(2, 200);
        var third = placed(3, 100);
        assertThat(reconciliation().next(at(0), 2)).containsExactly(first, second);
        assertThat(reconciliation().next(at(1), 2)).containsExactly(third);
        assertThat(reconciliation().next(at(2), 2)).containsExactly(first, second);
    }

    @Test
    void looksAtNothingWhileItIsAnothersTurn() {
        placed(1, 300);
        reconciliation().next(at(0), 1);
        assertThat(reconciliation().next(new Round(NOW.minusSeconds(1000), NOW, NOW, NOW), 1))
                .isEmpty();
    }

    @Test
    void leavesOutWhatIsTooYoungOrTooOld() {
        placed(1, 2000);
        var middle = placed(2, 300);
        placed(3, 10);
        assertThat(reconciliation().next(at(0), 10)).containsExactly(middle);
    }

    @Test
    void looksAgainAtWhatDiffersHoweverOldItIs() {
        var old = placed(1, 2000);
        var young = placed(2, 300);
        reconciliation().differs(old.id(), Mismatch.CHARGE, NOW);
        assertThat(reconciliation().next(at(0), 10)).containsExactlyInAnyOrder(old, young);
    }

    @Test
    void leavesWorkThatIsThereAlone() {
        var order = placed(1, 300);
        orders().callOff(order.cancelling(NOW), OrderStatus.PENDING, "");
        assertThat(due()).hasSize(1);
        reconciliation().revive(order.id(), NOW.minus(SECOND));
        assertThat(due()).isEmpty();
    }

    @Test
    void makesNoWorkForAConfirmedOrder() {
        var order = placed(1, 300);
        orders().settle(order.confirmed(NOW), new RecordedAnswer(true, "{}"));
        reconciliation().revive(order.id(), NOW);
        assertThat(due()).isEmpty();
    }

    @Test
    void makesWorkForARejectedOrderThatHasNone() {
        var order = placed(1, 300);
        orders().settle(order.rejected(Rejection.OUT_OF_STOCK, null, NOW), new RecordedAnswer(true, "{}"));
        orders().finish(order.id());
        reconciliation().revive(order.id(), NOW);
        assertThat(due()).containsExactly(new Work(order.id(), 0, ""));
    }

    @Test
    void remembersWhatDiffersUntilItAgrees() {
        var order = UUID.randomUUID();
        assertThat(reconciliation().differs(order, Mismatch.CHARGE, NOW)).isTrue();
        assertThat(reconciliation().differs(order, Mismatch.CHARGE, NOW)).isFalse();
        assertThat(reconciliation().mismatches()).isOne();
        reconciliation().agrees(order);
        assertThat(reconciliation().mismatches()).isZero();
    }

    private static Round at(int seconds) {
        var now = NOW.plusSeconds(seconds);
        return new Round(now.minusSeconds(1000), now.minusSeconds(60), now, now.plus(SECOND));
    }

    private List<Work> due() {
        return orders().lease(new Lease("order-1", NOW.plusSeconds(1000)), NOW, 10);
    }

    private Order placed(int number, int secondsAgo) {
        var at = NOW.minusSeconds(secondsAgo);
        var id = new UUID(at.toEpochMilli() << 16 | 0x7000, number);
        var line = OrderLine.of(UUID.randomUUID(), 2);
        var key = new IdempotencyKey(UUID.randomUUID(), "key", "print");
        var command = new PlaceOrder.Command(key.customerId(), key.key(), List.of(line), "tok_approve", null, at);
        var order = Order.placed(id, command, at);
        orders().place(order, key, new Lease("order-1", NOW.plusSeconds(1000)), "origin");
        return order;
    }
}
