package dev.watertight.order.domain;

import java.util.Optional;
import java.util.UUID;

/** What Payment and Product have on their books for an order. */
public interface Counterparts {

    /** Where the goods of an order are. */
    enum Goods {
        SOLD,
        HELD,
        IN_STOCK
    }

    /** What was charged and not called off again, in minor units; empty when nobody can say now. */
    Optional<Long> charged(UUID orderId);

    /** Empty when nobody can say now. */
    Optional<Goods> goods(UUID orderId);
}
