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
 * @param refunded all that had gone back when it was cancelled or rejected; null before, and when nothing had. What
 *     support gives back of a confirmed order stands in Payment's books alone
 * @param settledAt when it came to where it stands; null while it is pending
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
        @Nullable Money refunded,
        Instant placedAt,
        @Nullable Instant settledAt) {
    public static final int MAX_LINES = 50;

    public Order {
        lines = List.copyOf(lines);
        if (lines.isEmpty() || lines.size() > MAX_LINES) {
            throw new IllegalArgumentException("an order has 1 to " + MAX_LINES + " lines");
        }
    }

    /** An order as its customer places it. */
    static Order placed(UUID id, PlaceOrder.Command command, Instant at) {
        return new Order(
                id,
                command.customerId(),
                OrderStatus.PENDING,
                null,
                command.lines(),
                command.paymentMethod(),
                command.expectedTotal(),
                null,
                null,
                at,
                null);
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
                null,
                placedAt,
                null);
    }

    /** This order with Product's names and prices, and the total they make. */
    Order priced(List<OrderLine> pricedLines, Money sum) {
        return new Order(
                id,
                customerId,
                status,
                reason,
                pricedLines,
                paymentMethod,
                expectedTotal,
                sum,
                refunded,
                placedAt,
                settledAt);
    }

    Order confirmed(Instant at) {
        return become(OrderStatus.CONFIRMED, null, null, at);
    }

    Order rejected(Rejection why, @Nullable Money back, Instant at) {
        return become(OrderStatus.REJECTED, why, back, at);
    }

    Order cancelling(Instant at) {
        return become(OrderStatus.CANCELLING, null, null, at);
    }

    /** This order as it was when it was called off: what a cancellation says, however often it is asked for. */
    Order asCalledOff() {
        return in(OrderStatus.CANCELLING, null, null, null);
    }

    Order cancelled(@Nullable Money back, Instant at) {
        return become(OrderStatus.CANCELLED, null, back, at);
    }

    private Order become(OrderStatus next, @Nullable Rejection why, @Nullable Money back, Instant at) {
        if (!status.mayBecome(next)) {
            throw new IllegalStateException("an order that is " + status + " does not become " + next);
        }
        return in(next, why, back, at);
    }

    private Order in(OrderStatus next, @Nullable Rejection why, @Nullable Money back, @Nullable Instant at) {
        return new Order(id, customerId, next, why, lines, paymentMethod, expectedTotal, total, back, placedAt, at);
    }
}
