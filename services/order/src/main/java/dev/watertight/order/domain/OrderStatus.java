package dev.watertight.order.domain;

/** Where an order stands: it begins pending and settles once, as confirmed or rejected. */
public enum OrderStatus {
    PENDING,
    CONFIRMED,
    REJECTED
}
