package dev.watertight.payment.domain;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** An acquirer that decides once for each key, and knows what money it took and gave back. */
class KeyedAcquirer implements Acquirer {
    static final String DECLINED = "tok_decline";

    private record Given(UUID orderId, long amount) {}

    private final Map<UUID, Long> taken = new HashMap<>();
    private final Map<UUID, Answer> charges = new HashMap<>();
    private final Map<UUID, Given> refunds = new HashMap<>();

    @Override
    public Answer charge(Payment.Charge charge) {
        return charges.computeIfAbsent(charge.orderId(), orderId -> {
            if (charge.method().token().equals(DECLINED)) {
                return new Answer.Declined(Decline.REFUSED);
            }
            taken.put(orderId, charge.amount().amount());
            return new Answer.Approved();
        });
    }

    @Override
    public Answer find(UUID orderId) {
        return charges.getOrDefault(orderId, new Answer.NeverSeen());
    }

    @Override
    public RefundAnswer refund(Refund refund) {
        if (!refunds.containsKey(refund.id())) {
            if (refund.amount().amount() > kept(refund.orderId())) {
                return RefundAnswer.REFUSED;
            }
            refunds.put(refund.id(), new Given(refund.orderId(), refund.amount().amount()));
        }
        return RefundAnswer.GRANTED;
    }

    /** All it took. */
    long taken() {
        return taken.values().stream().mapToLong(Long::longValue).sum();
    }

    /** All it gave back. */
    long given() {
        return refunds.values().stream().mapToLong(Given::amount).sum();
    }

    /** What it took for an order. */
    long taken(UUID orderId) {
        return taken.getOrDefault(orderId, 0L);
    }

    /** What it gave back of that. */
    long given(UUID orderId) {
        return refunds.values().stream()
                .filter(given -> given.orderId().equals(orderId))
                .mapToLong(Given::amount)
                .sum();
    }

    long kept(UUID orderId) {
        return taken(orderId) - given(orderId);
    }
}
