package dev.watertight.payment.domain;

/** Why nothing was charged: the acquirer declined, or the order was cancelled before anybody asked for its money. */
public enum Decline {
    REFUSED,
    INSUFFICIENT_FUNDS,
    INVALID_METHOD,
    CANCELLED
}
