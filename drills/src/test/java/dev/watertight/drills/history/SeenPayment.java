package dev.watertight.drills.history;

/** A payment as the shop shows it when all is over; amounts in minor units. */
public record SeenPayment(String orderId, String status, long amount, long refunded) {
    /** What the customer is without because of it. */
    long kept() {
        return status.equals("approved") ? amount - refunded : 0;
    }
}
