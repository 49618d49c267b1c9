package dev.watertight.payment.domain;

import dev.watertight.payment.domain.Acquirer.RefundAnswer;

/** Told what happens to charges and refunds, for those who watch. */
public interface PaymentJournal {
    /** Where the work at hand comes from, to find the way back to it later. */
    String origin();

    /** The acquirer was asked, and this is what it made of a payment: decided (once for each) or still pending. */
    void asked(Payment payment);

    /** The acquirer was asked for a refund and said this. */
    void asked(Refund refund, RefundAnswer answer);

    /** The acquirer refuses what our books allow; told once for each refund. */
    void contradicted(Refund refund);

    /** Goes on with a payment in the background, on behalf of where it came from. */
    void resume(Payments.Work work, Runnable completing);
}
