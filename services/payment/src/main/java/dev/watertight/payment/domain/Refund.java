package dev.watertight.payment.domain;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money that goes back to a customer.
 *
 * @param id its key at the acquirer is made of it; the refund of a cancelled order has the order's
 * @param refusedAt when the acquirer first refused it, against our books; it stays pending until somebody has mended that
 */
public record Refund(
        UUID id,
        UUID orderId,
        UUID paymentId,
        Money amount,
        UUID requestedBy,
        String reason,
        RefundStatus status,
        Instant createdAt,
        @Nullable Instant decidedAt,
        @Nullable Instant refusedAt) {

    /** A refund before anybody was asked for it. */
    static Refund wanted(UUID id, Payment payment, Money amount, Request why) {
        return new Refund(
                id,
                payment.orderId(),
                payment.id(),
                amount,
                why.by(),
                why.reason(),
                RefundStatus.PENDING,
                why.at(),
                null,
                null);
    }

    public boolean isDone() {
        return status == RefundStatus.DONE;
    }

    Refund done(Instant at) {
        return as(RefundStatus.DONE, at, refusedAt);
    }

    Refund refused(Instant at) {
        return as(status, decidedAt, at);
    }

    /** As it was when it was asked for. */
    Refund asOpened() {
        return as(RefundStatus.PENDING, null, null);
    }

    private Refund as(RefundStatus other, @Nullable Instant decided, @Nullable Instant refused) {
        return new Refund(id, orderId, paymentId, amount, requestedBy, reason, other, createdAt, decided, refused);
    }
}
