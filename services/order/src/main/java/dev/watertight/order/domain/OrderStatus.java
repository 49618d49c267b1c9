package dev.watertight.order.domain;

/** Where an order stands, and what may become of it. */
public enum OrderStatus {
    PENDING,
    CONFIRMED,
    REJECTED,
    /** The customer called it off; its stock and its money are on their way back. */
    CANCELLING,
    CANCELLED;

    boolean mayBecome(OrderStatus next) {
        return switch (this) {
            case PENDING -> next == CONFIRMED || next == REJECTED || next == CANCELLING;
            case CONFIRMED -> next == CANCELLING;
            case CANCELLING -> next == CANCELLED;
            case REJECTED, CANCELLED -> false;
        };
    }
}
