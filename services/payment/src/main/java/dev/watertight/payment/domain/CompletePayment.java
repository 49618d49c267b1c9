package dev.watertight.payment.domain;

/** Goes on with whatever is pending of a payment: first its charge, then its refunds. */
public final class CompletePayment {
    private final DecideCharge deciding;
    private final GiveRefunds giving;

    public CompletePayment(DecideCharge deciding, GiveRefunds giving) {
        this.deciding = deciding;
        this.giving = giving;
    }

    /** Returns whether nothing is pending any more. */
    boolean goOn(Payment payment) {
        var decided = payment.isDecided() ? payment : deciding.goOn(payment);
        return decided.isDecided() && (decided.refundPromised() == 0 || giving.goOn(decided.orderId()));
    }
}
