package dev.watertight.product.http;

import dev.watertight.product.domain.Money;
import dev.watertight.product.domain.Reservations.AskedLine;
import dev.watertight.product.domain.Reservations.Snapshot;
import dev.watertight.product.domain.Reservations.Standing;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of an order's stock, for who compares it with what became of the order. */
record ReservationStateView(UUID orderId, String status, Instant expiresAt, List<LineView> lines) {

    /** A product that nobody listed has no price. */
    record LineView(UUID productId, int quantity, @Nullable MoneyJson unitPrice) {
        static LineView of(AskedLine line) {
            return new LineView(line.productId(), line.quantity(), price(line.unitPrice()));
        }

        private static @Nullable MoneyJson price(@Nullable Money unitPrice) {
            return unitPrice == null ? null : MoneyJson.of(unitPrice);
        }
    }

    static ReservationStateView of(UUID orderId, Snapshot snapshot) {
        return new ReservationStateView(
                orderId,
                status(snapshot.standing()),
                snapshot.expiresAt(),
                snapshot.lines().stream().map(LineView::of).toList());
    }

    private static String status(Standing standing) {
        return switch (standing) {
            case HELD -> "held";
            case COMMITTED -> "committed";
            case EXPIRED -> "expired";
            case RELEASED -> "released";
            case OUT_OF_STOCK -> "out-of-stock";
            case UNKNOWN_PRODUCT -> "unknown-product";
        };
    }
}
