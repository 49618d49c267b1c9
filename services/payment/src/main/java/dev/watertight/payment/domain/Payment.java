package dev.watertight.payment.domain;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The one charge of an order, as it stands now; its order's id is its key everywhere. */
public record Payment(
        UUID id,
        Charge charge,
        PaymentStatus status,
        @Nullable Decline reason,
        Instant createdAt,
        @Nullable Instant decidedAt) {

    /** What is asked for; whoever asks again for the same order must ask for the same. */
    public record Charge(UUID orderId, UUID customerId, Money amount, PaymentMethod method) {}

    /** A payment before anybody was asked for the money. */
    static Payment intended(UUID id, Charge charge, Instant at) {
        return new Payment(id, charge, PaymentStatus.PENDING, null, at, null);
    }

    public UUID orderId() {
        return charge.orderId();
    }

    public boolean isDecided() {
        return status != PaymentStatus.PENDING;
    }

    Payment approved(Instant at) {
        return new Payment(id, charge, PaymentStatus.APPROVED, null, createdAt, at);
    }

    Payment declined(Decline why, Instant at) {
        return new Payment(id, charge, PaymentStatus.DECLINED, why, createdAt, at);
    }
}
