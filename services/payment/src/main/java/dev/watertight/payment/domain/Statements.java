package dev.watertight.payment.domain;

import java.util.UUID;

/** What the acquirer's books say, to compare ours with. */
public interface Statements {

    /** What they say of one order. */
    sealed interface Statement {
        /**
         * It took the money.
         *
         * @param refunded what went back of it, in minor units
         */
        record Taken(Money amount, long refunded) implements Statement {}

        /** It took nothing, and said so. */
        record Declined() implements Statement {}

        /** Nobody ever asked it. */
        record NeverSeen() implements Statement {}

        /** It says nothing of use now. */
        record Silent() implements Statement {}
    }

    Statement statement(UUID orderId);
}
