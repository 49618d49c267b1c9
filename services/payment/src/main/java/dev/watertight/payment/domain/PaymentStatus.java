package dev.watertight.payment.domain;

/** Where a payment stands: it begins pending and is decided once. */
public enum PaymentStatus {
    PENDING,
    APPROVED,
    DECLINED
}
