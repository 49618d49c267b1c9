package dev.watertight.payment.domain;

/** Where money can be, as the ledger sees it. */
public enum Account {
    /** What the acquirer took for us and owes us. */
    ACQUIRER_RECEIVABLE,
    /** What customers paid us for their orders: the other side of what we got, so it grows downwards. */
    CUSTOMER_PAYMENTS
}
