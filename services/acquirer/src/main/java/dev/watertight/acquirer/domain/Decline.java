package dev.watertight.acquirer.domain;

/** Why no money moves. */
public enum Decline {
    REFUSED,
    INSUFFICIENT_FUNDS,
    INVALID_METHOD,
    /** A refund of what was never charged. */
    NOT_CHARGED,
    /** A refund of more than is left of the charge. */
    EXCEEDS_CHARGE
}
