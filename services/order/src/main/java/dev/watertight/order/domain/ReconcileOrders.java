package dev.watertight.order.domain;

import dev.watertight.order.domain.Counterparts.Goods;
import dev.watertight.order.domain.Reconciliation.Mismatch;
import dev.watertight.order.domain.Reconciliation.Round;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Compares orders with the books of Payment and Product, a few every second, again and again. What has one right answer it
 * sets right: an order that lost its work gets it back. The rest a person has to look at.
 */
public final class ReconcileOrders {
    private static final int AT_ONCE = 10;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Younger orders are still on their way. */
    private static final Duration AT_REST = Duration.ofMinutes(1);

    private static final Duration OLDEST = Duration.ofDays(7);

    private final Reconciliation reconciliation;
    private final Orders orders;
    private final Counterparts counterparts;
    private final SettlementJournal journal;
    private final Clock clock;

    public ReconcileOrders(
            Reconciliation reconciliation,
            Orders orders,
            Counterparts counterparts,
            SettlementJournal journal,
            Clock clock) {
        this.reconciliation = reconciliation;
        this.orders = orders;
        this.counterparts = counterparts;
        this.journal = journal;
        this.clock = clock;
    }

    /** Looks at a few orders if it is our turn; never asks for another round at once. */
    public boolean round() {
        var now = clock.instant();
        var round = new Round(now.minus(OLDEST), now.minus(AT_REST), now, now.plus(PAUSE));
        reconciliation.next(round, AT_ONCE).forEach(this::look);
        return false;
    }

    private void look(Order order) {
        switch (order.status()) {
            case PENDING, CANCELLING -> reconciliation.revive(order.id(), clock.instant());
            case CONFIRMED ->
                compare(order, Objects.requireNonNull(order.total()).amount(), Goods.SOLD);
            case REJECTED, CANCELLED -> compare(order, 0, Goods.IN_STOCK);
        }
    }

    private void compare(Order order, long charged, Goods goods) {
        var actualCharge = counterparts.charged(order.id());
        var actualGoods = counterparts.goods(order.id());
        if (actualCharge.isEmpty() || actualGoods.isEmpty()) {
            return;
        }
        mismatch(actualCharge.get() == charged, actualGoods.get() == goods)
                .ifPresentOrElse(found -> differs(order, found), () -> reconciliation.agrees(order.id()));
    }

    private static Optional<Mismatch> mismatch(boolean chargeAgrees, boolean goodsAgree) {
        if (!chargeAgrees) {
            return Optional.of(Mismatch.CHARGE);
        }
        return goodsAgree ? Optional.empty() : Optional.of(Mismatch.GOODS);
    }

    /** A rejected order whose goods are held still may have lost its work before they were given back. */
    private void differs(Order order, Mismatch mismatch) {
        if (!isAtRest(order)) {
            return;
        }
        if (mismatch == Mismatch.GOODS && order.status() == OrderStatus.REJECTED) {
            reconciliation.revive(order.id(), clock.instant());
        }
        if (reconciliation.differs(order.id(), mismatch, clock.instant())) {
            journal.differs(order, mismatch);
        }
    }

    /** What moved while we asked, or just before, may well be right: it is looked at the next time round. */
    private boolean isAtRest(Order order) {
        var since = Objects.requireNonNull(order.settledAt());
        var youngest = clock.instant().minus(AT_REST);
        var now = orders.find(order.id());
        return since.isBefore(youngest) && now.equals(Optional.of(order));
    }
}
