package dev.watertight.payment.domain;

/** An amount in minor units, such as cents. */
public record Money(long amount, String currency) {
    public Money {
        if (amount < 0) {
            throw new IllegalArgumentException("an amount is not negative");
        }
    }
}
