package dev.watertight.payment.domain;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one charge of an order, as it stands now; its order's id is its key everywhere.
 *
 * @param refundPromised what went back or will, in minor units; never more than was charged
 * @param cancellation set when the order is charged no more
 */
public record Payment(
        UUID id,
        Charge charge,
        PaymentStatus status,
        @Nullable Decline reason,
        Instant createdAt,
        @Nullable Instant decidedAt,
        long refundPromised,
        @Nullable Request cancellation) {

    /** What is asked for; whoever asks again for the same order must ask for the same. */
    public record Charge(UUID orderId, UUID customerId, Money amount, PaymentMethod method) {}

    /** A payment before anybody was asked for the money. */
    static Payment intended(UUID id, Charge charge, Instant at) {
        return new Payment(id, charge, PaymentStatus.PENDING, null, at, null, 0, null);
    }

    /** Stands where an order's payment would, so that a charge that comes later finds it and goes no further. */
    static Payment tombstone(UUID id, UUID orderId, String currency, Request why) {
        var nothing = new Charge(orderId, why.by(), new Money(0, currency), new PaymentMethod(""));
        return new Payment(id, nothing, PaymentStatus.DECLINED, Decline.CANCELLED, why.at(), why.at(), 0, why);
    }

    public UUID orderId() {
        return charge.orderId();
    }

    public boolean isDecided() {
        return status != PaymentStatus.PENDING;
    }

    public boolean isCancelled() {
        return cancellation != null;
    }

    /** What went back so far, of these its refunds. */
    public Money refunded(List<Refund> refunds) {
        var done = refunds.stream()
                .filter(Refund::isDone)
                .mapToLong(refund -> refund.amount().amount())
                .sum();
        return new Money(done, charge.amount().currency());
    }

    Payment approved(Instant at) {
        return decided(PaymentStatus.APPROVED, null, at);
    }

    Payment declined(Decline why, Instant at) {
        return decided(PaymentStatus.DECLINED, why, at);
    }

    /** A cancelled charge that was approved all the same gives back whatever is left of it. */
    boolean owesTheRest() {
        return isCancelled()
                && status == PaymentStatus.APPROVED
                && refundPromised < charge.amount().amount();
    }

    private Payment decided(PaymentStatus as, @Nullable Decline why, Instant at) {
        return new Payment(id, charge, as, why, createdAt, at, refundPromised, cancellation);
    }
}
