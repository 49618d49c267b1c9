package dev.watertight.payment.domain;

/** Told what happens to charges, for those who watch. */
public interface ChargeJournal {
    /** Where the work at hand comes from, to find the way back to it later. */
    String origin();

    /** The acquirer was asked, and this is what it made of a payment: decided (once for each) or still pending. */
    void asked(Payment payment);

    /** Goes on with a payment in the background, on behalf of where it came from. */
    void resume(Payments.Work work, Runnable charging);
}
