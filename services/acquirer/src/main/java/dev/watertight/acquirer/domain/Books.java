package dev.watertight.acquirer.domain;

import java.util.Optional;
import java.util.function.LongFunction;

/** Everything the acquirer was asked and has promised. What a method returned survives any end of the process. */
public interface Books {

    /** How a key stands to those seen before. */
    enum Seen {
        FIRST,
        REPEATED,
        /** Seen before, with another request. */
        OTHERWISE
    }

    /** Remembers that {@code request} came under this key. */
    Seen remember(String key, String request);

    Optional<Charge> charge(String key);

    /** What went back of the charge under this key, in minor units; 0 for one that is not there. */
    long refunded(String chargeKey);

    /** Records the decision unless its key has one; returns the recorded one. */
    Charge record(Charge decided);

    /** Records what {@code decide} makes of the amount refunded so far, unless the key has a refund; returns the recorded one. */
    Refund record(String key, Charge charge, LongFunction<Refund> decide);
}
