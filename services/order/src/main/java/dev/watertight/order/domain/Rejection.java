package dev.watertight.order.domain;

/** Why an order was rejected. */
public enum Rejection {
    OUT_OF_STOCK,
    UNKNOWN_PRODUCT,
    PAYMENT_DECLINED,
    PRICE_CHANGED
}
