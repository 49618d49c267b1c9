package dev.watertight.payment.domain;

import java.util.List;

final class InMemoryRefundsTest extends RefundsContract {
    private final InMemoryPayments payments = new InMemoryPayments();
    private final InMemoryRefunds refunds = new InMemoryRefunds(payments);

    @Override
    protected Payments payments() {
        return payments;
    }

    @Override
    protected Refunds refunds() {
        return refunds;
    }

    @Override
    protected List<Movement.Entry> booked() {
        return payments.ledger().stream()
                .flatMap(movement -> movement.entries().stream())
                .toList();
    }
}
