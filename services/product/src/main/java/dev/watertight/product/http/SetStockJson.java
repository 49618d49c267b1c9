package dev.watertight.product.http;

import dev.watertight.chassis.http.Violations;
import dev.watertight.product.domain.Products;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What arrives at {@code PUT /products/{id}/stock}. */
record SetStockJson(@Nullable Long onHand) {
    long checked() {
        new Violations()
                .require(
                        onHand != null && onHand >= 0 && onHand <= Products.MAX_ON_HAND,
                        "/onHand",
                        "must be 0 to " + Products.MAX_ON_HAND)
                .throwIfAny();
        return Objects.requireNonNull(onHand);
    }
}
