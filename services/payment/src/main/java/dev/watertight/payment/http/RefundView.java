package dev.watertight.payment.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.watertight.payment.domain.Refund;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A refund as whoever may see its payment sees it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RefundView(
        UUID id,
        UUID paymentId,
        MoneyJson amount,
        String reason,
        String status,
        @Nullable UUID requestedBy,
        Instant createdAt,
        @Nullable Instant decidedAt) {

    static RefundView of(Refund refund) {
        return of(refund, null);
    }

    static RefundView forSupport(Refund refund) {
        return of(refund, refund.requestedBy());
    }

    private static RefundView of(Refund refund, @Nullable UUID requestedBy) {
        return new RefundView(
                refund.id(),
                refund.paymentId(),
                MoneyJson.of(refund.amount()),
                refund.reason(),
                refund.isDone() ? "refunded" : "pending",
                requestedBy,
                refund.createdAt(),
                refund.decidedAt());
    }
}
