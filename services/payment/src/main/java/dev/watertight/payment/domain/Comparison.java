package dev.watertight.payment.domain;

import dev.watertight.payment.domain.Statements.Statement;
import java.util.List;

/** What comes of comparing a decided payment with the acquirer's statement. */
sealed interface Comparison {
    record Right() implements Comparison {}

    record Wrong(Mismatch kind) implements Comparison {}

    /** Something is pending: there is nothing to compare yet. */
    record Undecided() implements Comparison {}

    record Unheard() implements Comparison {}

    static Comparison of(Payment payment, List<Refund> refunds, Statement statement) {
        return switch (statement) {
            case Statement.Silent() -> new Unheard();
            case Statement.Taken(var amount, var refunded) -> taken(payment, refunds, amount, refunded);
            case Statement.Declined() ->
                payment.status() == PaymentStatus.DECLINED ? new Right() : new Wrong(Mismatch.STATUS);
            // It decides nothing for whom nobody asks, and of what it never decided we must not claim that it did.
            case Statement.NeverSeen() ->
                payment.reason() == Decline.CANCELLED ? new Right() : new Wrong(Mismatch.STATUS);
        };
    }

    private static Comparison taken(Payment payment, List<Refund> refunds, Money amount, long refunded) {
        if (payment.status() != PaymentStatus.APPROVED) {
            return new Wrong(Mismatch.STATUS);
        }
        if (!payment.charge().amount().equals(amount)) {
            return new Wrong(Mismatch.AMOUNT);
        }
        // What is pending here may have gone back already.
        if (refunded < payment.refunded(refunds).amount() || refunded > payment.refundPromised()) {
            return new Wrong(Mismatch.REFUNDED);
        }
        if (refunds.stream().anyMatch(refund -> !refund.isDone() && refund.refusedAt() != null)) {
            return new Wrong(Mismatch.REFUND_REFUSED);
        }
        return payment.owesTheRest() || refunds.stream().anyMatch(refund -> !refund.isDone())
                ? new Undecided()
                : new Right();
    }
}
