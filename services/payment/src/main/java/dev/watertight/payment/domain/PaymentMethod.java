package dev.watertight.payment.domain;

/** What a customer pays with, as a token only the acquirer understands. It never prints itself. */
public record PaymentMethod(String token) {
    @Override
    public String toString() {
        return "***";
    }
}
