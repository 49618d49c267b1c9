package dev.watertight.payment.domain;

/** Why the acquirer declined a charge. */
public enum Decline {
    REFUSED,
    INSUFFICIENT_FUNDS,
    INVALID_METHOD
}
