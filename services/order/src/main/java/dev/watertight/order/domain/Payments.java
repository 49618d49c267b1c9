package dev.watertight.order.domain;

import java.util.UUID;

/** Payment's charges, one for each order; asking again never charges again and never gives back twice. */
public interface Payments {

    /** What is known of a charge. */
    enum Charge {
        APPROVED,
        DECLINED,
        /** The order was refunded before: nothing is charged for it any more. */
        REFUNDED,
        /** Nobody can say yet; ask again. */
        UNKNOWN
    }

    /** What is known of giving an order's money back. */
    sealed interface Refund {
        /** All that was taken is given back, and nothing will be taken any more. */
        record Done(Money refunded) implements Refund {}

        /** Nobody can say yet; ask again. */
        record Unknown() implements Refund {}
    }

    Charge charge(UUID orderId, UUID customerId, Money amount, String paymentMethod);

    /** Gives back whatever was charged, and refuses a charge that comes late; the reason of the first time is kept. */
    Refund refund(UUID orderId, UUID customerId, String reason);
}
