package dev.watertight.order.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Payments whose next answer a test decides, and which remember every charge. */
final class FakePayments implements Payments {
    final List<Money> charged = new ArrayList<>();
    Charge answer = Charge.APPROVED;
    Refund refund = new Refund.Done(new Money(1998, "EUR"));
    final List<String> reasons = new ArrayList<>();

    @Override
    public Charge charge(UUID orderId, UUID customerId, Money amount, String paymentMethod) {
        charged.add(amount);
        return answer;
    }

    @Override
    public Refund refund(UUID orderId, UUID customerId, String reason) {
        reasons.add(reason);
        return refund;
    }
}
