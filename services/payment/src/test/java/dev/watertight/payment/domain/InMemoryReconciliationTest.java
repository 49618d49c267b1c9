package dev.watertight.payment.domain;

import java.util.List;
import java.util.UUID;

final class InMemoryReconciliationTest extends ReconciliationContract {
    private final InMemoryPayments payments = new InMemoryPayments();
    private final InMemoryRefunds refunds = new InMemoryRefunds(payments);
    private final InMemoryReconciliation reconciliation = new InMemoryReconciliation(payments);

    @Override
    protected Payments payments() {
        return payments;
    }

    @Override
    protected Refunds refunds() {
        return refunds;
    }

    @Override
    protected Reconciliation reconciliation() {
        return reconciliation;
    }

    @Override
    protected void loseWork(UUID orderId) {
        payments.loseWork(orderId);
    }

    @Override
    protected List<Movement.Entry> booked() {
        return payments.ledger().stream()
                .flatMap(movement -> movement.entries().stream())
                .toList();
    }
}
