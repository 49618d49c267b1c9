package dev.watertight.payment.domain;

/** What our books and the acquirer's disagree on. */
public enum Mismatch {
    /** Whether the money was taken. */
    STATUS,
    /** How much was taken. */
    AMOUNT,
    /** How much went back. */
    REFUNDED,
    /** Whether something may go back that we promised. */
    REFUND_REFUSED
}
