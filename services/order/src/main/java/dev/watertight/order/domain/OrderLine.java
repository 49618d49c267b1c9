package dev.watertight.order.domain;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A product and how many of it; its name and price are Product's word, fixed when the stock is reserved. */
public record OrderLine(
        UUID productId,
        int quantity,
        @Nullable String name,
        @Nullable Money unitPrice) {
    public static final int MAX_QUANTITY = 999;

    public OrderLine {
        if (quantity < 1 || quantity > MAX_QUANTITY) {
            throw new IllegalArgumentException("quantity must be 1 to " + MAX_QUANTITY);
        }
    }

    public static OrderLine of(UUID productId, int quantity) {
        return new OrderLine(productId, quantity, null, null);
    }
}
