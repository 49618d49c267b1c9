package dev.watertight.order.domain;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/** Calls an order off: while it is pending, and for a while after it was confirmed. Stock and money come back later. */
public final class CancelOrder {
    /** As long as a confirmed order can still be called off. */
    static final Duration GRACE = Duration.ofMinutes(10);

    private final Orders orders;
    private final SettlementJournal journal;
    private final Clock clock;

    public CancelOrder(Orders orders, SettlementJournal journal, Clock clock) {
        this.orders = orders;
        this.journal = journal;
        this.clock = clock;
    }

    /** What the customer hears. */
    public sealed interface Result {
        /** @param order as it was called off, the same however often it is asked for */
        record Cancelling(Order order) implements Result {}

        /** It was confirmed too long ago. */
        record TooLate() implements Result {}

        /** It was rejected: there is nothing to call off. */
        record Rejected() implements Result {}

        /** There is no such order of this customer. */
        record Unknown() implements Result {}
    }

    public Result cancel(UUID customerId, UUID orderId) {
        return orders.find(orderId)
                .filter(order -> order.customerId().equals(customerId))
                .map(this::cancel)
                .orElseGet(Result.Unknown::new);
    }

    private Result cancel(Order order) {
        return switch (order.status()) {
            case PENDING -> callOff(order);
            case CONFIRMED -> isTooLate(order) ? new Result.TooLate() : callOff(order);
            case REJECTED -> new Result.Rejected();
            case CANCELLING, CANCELLED -> new Result.Cancelling(order.asCalledOff());
        };
    }

    /** An order that moved on meanwhile is looked at again; it cannot do so for ever. */
    private Result callOff(Order order) {
        var calledOff = order.cancelling(clock.instant());
        return orders.callOff(calledOff, order.status(), journal.origin())
                ? new Result.Cancelling(calledOff.asCalledOff())
                : cancel(orders.find(order.id()).orElseThrow());
    }

    private boolean isTooLate(Order order) {
        return Objects.requireNonNull(order.settledAt()).plus(GRACE).isBefore(clock.instant());
    }
}
