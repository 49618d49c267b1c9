package dev.watertight.order.domain;

import dev.watertight.chassis.testing.Simulation;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Payment as it promises to be: one charge for each order, which may be undecided for a while; refunds are for good. */
class SimulatedPayments implements Payments {
    static final String DECLINED = "tok_decline";

    /** What was taken for an order, how often, and what of it was given back. */
    static final class Account {
        long taken;
        int charges;
        long returned;
        boolean declined;
        boolean refunded;

        long kept() {
            return taken - returned;
        }
    }

    final Map<UUID, Account> accounts = new HashMap<>();
    private final Simulation simulation;
    private double slowness;

    /** @param slowness the part of the answers that say that the charge is not decided yet, though it will be */
    SimulatedPayments(Simulation simulation, double slowness) {
        this.simulation = simulation;
        this.slowness = slowness;
    }

    /** From now on every answer is decided. */
    void heal() {
        slowness = 0;
    }

    Account of(UUID orderId) {
        return accounts.computeIfAbsent(orderId, _ -> new Account());
    }

    @Override
    public Charge charge(UUID orderId, UUID customerId, Money amount, String paymentMethod) {
        var account = of(orderId);
        if (account.refunded) {
            return Charge.REFUNDED;
        }
        if (paymentMethod.equals(DECLINED)) {
            account.declined = true;
            return Charge.DECLINED;
        }
        if (account.charges == 0) {
            take(account, amount);
        }
        return simulation.chance(slowness) ? Charge.UNKNOWN : Charge.APPROVED;
    }

    final void take(Account account, Money amount) {
        account.taken += amount.amount();
        account.charges++;
    }

    @Override
    public Refund refund(UUID orderId, UUID customerId, String reason) {
        var account = of(orderId);
        account.refunded = true;
        account.returned = account.taken;
        return simulation.chance(slowness) ? new Refund.Unknown() : new Refund.Done(new Money(account.returned, "EUR"));
    }
}
