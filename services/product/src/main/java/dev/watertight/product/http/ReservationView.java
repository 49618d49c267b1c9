package dev.watertight.product.http;

import dev.watertight.product.domain.Reservations.HeldLine;
import dev.watertight.product.domain.Reservations.Reservation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What is held for an order, as Order sees it. */
record ReservationView(UUID orderId, Instant expiresAt, List<LineView> lines) {

    record LineView(UUID productId, int quantity, String name, MoneyJson unitPrice) {
        static LineView of(HeldLine line) {
            return new LineView(line.productId(), line.quantity(), line.name(), MoneyJson.of(line.unitPrice()));
        }
    }

    static ReservationView of(UUID orderId, Reservation.Held held) {
        return new ReservationView(
                orderId,
                held.expiresAt(),
                held.lines().stream().map(LineView::of).toList());
    }
}
