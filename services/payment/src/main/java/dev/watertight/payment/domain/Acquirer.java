package dev.watertight.payment.domain;

import java.util.UUID;

/** Whoever takes the money, by the order's id as key, and gives it back: asking again never does so twice. */
public interface Acquirer {

    /** What the acquirer says of a charge. */
    sealed interface Answer {
        record Approved() implements Answer {}

        record Declined(Decline reason) implements Answer {}

        /** It has decided nothing under this key. That does not mean that no request is on its way to it. */
        record NeverSeen() implements Answer {}

        /** It said nothing, or nothing of use; the money may have been taken. */
        record Nothing() implements Answer {}
    }

    /** What the acquirer says to a refund. */
    enum RefundAnswer {
        GRANTED,
        /** It says no to what our books allow. */
        REFUSED,
        /** It said nothing, or nothing of use; the money may have gone back. */
        NOTHING
    }

    Answer charge(Payment.Charge charge);

    /** What became of the charge, without asking for the money. */
    Answer find(UUID orderId);

    /** Gives money back; under a key made of the refund's id, so that asking again never does it twice. */
    RefundAnswer refund(Refund refund);
}
