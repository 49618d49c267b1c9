package dev.watertight.order.domain;

import java.util.UUID;

/** Payment's charges, one for each order; asking again never charges again. */
public interface Payments {

    /** What is known of a charge. */
    enum Charge {
        APPROVED,
        DECLINED,
        /** Nobody can say yet; ask again. */
        UNKNOWN
    }

    Charge charge(UUID orderId, UUID customerId, Money amount, String paymentMethod);
}
