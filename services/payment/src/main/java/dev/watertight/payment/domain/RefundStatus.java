package dev.watertight.payment.domain;

/** Where a refund stands: it is promised, and it is done when the acquirer said so. It cannot fail. */
public enum RefundStatus {
    PENDING,
    DONE
}
