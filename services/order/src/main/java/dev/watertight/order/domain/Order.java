package dev.watertight.order.domain;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order as it stands now.
 *
 * @param total the sum of its lines, once they are priced
 * @param expectedTotal what the customer was shown; another total rejects the order
 */
public record Order(
        UUID id,
        UUID customerId,
        OrderStatus status,
        @Nullable Rejection reason,
        List<OrderLine> lines,
        String paymentMethod,
        @Nullable Money expectedTotal,
        @Nullable Money total,
        Instant placedAt,
        @Nullable Instant settledAt) {
    public static final int MAX_LINES = 50;

    public Order {
        lines = List.copyOf(lines);
        if (lines.isEmpty() || lines.size() > MAX_LINES) {
            throw new IllegalArgumentException("an order has 1 to " + MAX_LINES + " lines");
        }
    }

    public boolean isSettled() {
        return status != OrderStatus.PENDING;
    }

    /** This order as it was before anything became of it: what a 202 says, whichever copy of a request says it. */
    Order asPlaced() {
        var unpriced = lines.stream()
                .map(line -> OrderLine.of(line.productId(), line.quantity()))
                .toList();
        return new Order(
                id,
                customerId,
                OrderStatus.PENDING,
                null,
                unpriced,
                paymentMethod,
                expectedTotal,
                null,
                placedAt,
                null);
    }

    /** This order with Product's names and prices, and the total they make. */
    Order priced(List<OrderLine> pricedLines, Money sum) {
        return new Order(
                id, customerId, status, reason, pricedLines, paymentMethod, expectedTotal, sum, placedAt, settledAt);
    }

    Order settled(OrderStatus outcome, @Nullable Rejection why, Instant at) {
        return new Order(id, customerId, outcome, why, lines, paymentMethod, expectedTotal, total, placedAt, at);
    }
}
