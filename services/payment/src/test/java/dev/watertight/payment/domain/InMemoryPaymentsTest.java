package dev.watertight.payment.domain;

import java.util.List;

final class InMemoryPaymentsTest extends PaymentsContract {
    private final InMemoryPayments payments = new InMemoryPayments();

    @Override
    protected Payments payments() {
        return payments;
    }

    @Override
    protected List<Movement.Entry> booked() {
        return payments.ledger().stream()
                .flatMap(movement -> movement.entries().stream())
                .toList();
    }
}
