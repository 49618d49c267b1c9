package dev.watertight.product.domain;

import java.util.UUID;

/** A product and how many of it an order wants. */
public record ReservationLine(UUID productId, int quantity) {
    public static final int MAX_LINES = 50;
    public static final int MAX_QUANTITY = 999;

    public ReservationLine {
        if (quantity < 1 || quantity > MAX_QUANTITY) {
            throw new IllegalArgumentException("quantity must be 1 to " + MAX_QUANTITY);
        }
    }
}
