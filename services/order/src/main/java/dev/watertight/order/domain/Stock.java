package dev.watertight.order.domain;

import java.util.List;
import java.util.UUID;

/** Product's stock, by order: every call may be repeated and has the same outcome. */
public interface Stock {

    /** What came of asking for stock. */
    sealed interface Reservation {
        /** All lines are held, at these names and prices. */
        record Held(List<OrderLine> lines) implements Reservation {
            public Held {
                lines = List.copyOf(lines);
            }
        }

        record OutOfStock() implements Reservation {}

        record UnknownProduct() implements Reservation {}

        /** Nobody can say; ask again. */
        record NoAnswer() implements Reservation {}
    }

    Reservation reserve(UUID orderId, List<OrderLine> lines);

    /** Takes what is held out of stock. False when there was no answer. */
    boolean commit(UUID orderId);

    /** Gives back what is held, and refuses a reservation that comes late. False when there was no answer. */
    boolean release(UUID orderId);
}
