package dev.watertight.order.domain;

import dev.watertight.order.domain.Orders.Lease;
import dev.watertight.order.domain.Orders.Work;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** Settles, in the background, the orders that could not be settled when they were placed. It never gives one up. */
public final class SettlementWorker {
    private final Orders orders;
    private final SettleOrder settlement;
    private final SettlementJournal journal;
    private final PlaceOrder.Parts parts;
    private final RandomGenerator random;

    public SettlementWorker(
            Orders orders,
            SettleOrder settlement,
            SettlementJournal journal,
            PlaceOrder.Parts parts,
            RandomGenerator random) {
        this.orders = orders;
        this.settlement = settlement;
        this.journal = journal;
        this.parts = parts;
        this.random = random;
    }

    /** Takes one order that is due, if there is one, and goes on with it; returns whether there was one. */
    public boolean round() {
        var now = clock().instant();
        var work = orders.lease(new Lease(parts.instance(), now.plus(PlaceOrder.LEASE)), now, 1);
        work.forEach(due -> journal.resume(due, () -> goOn(due)));
        return !work.isEmpty();
    }

    private void goOn(Work work) {
        var done = false;
        try {
            done = settlement.settle(work.orderId());
        } finally {
            // What throws is postponed like what has no answer, or it would come back at once and starve the rest.
            if (!done) {
                var delay = Backoff.after(work.attempt(), random);
                orders.postpone(
                        work.orderId(), work.attempt() + 1, clock().instant().plus(delay));
            }
        }
    }

    private Clock clock() {
        return parts.clock();
    }
}
