package dev.watertight.order.domain;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** How far the books of all services were compared, which orders differ, and the way back to work for one that lost it. */
public interface Reconciliation {
    /** What differs. */
    enum Mismatch {
        CHARGE,
        GOODS
    }

    /** Orders to look at, and until when nobody else of us looks at others. */
    record Round(Instant placedAfter, Instant placedBefore, Instant now, Instant nextAt) {}

    /**
     * The next {@code limit} orders by id, from the oldest again after the newest, and as many of those that differ, however
     * old; none while it is another's turn. Whoever gets some moves on for all.
     */
    List<Order> next(Round round, int limit);

    /** Makes work for {@code orderId} unless it has some. */
    void revive(UUID orderId, Instant dueAt);

    /**
     * Remembers that an order differs.
     *
     * @return false when that was known
     */
    boolean differs(UUID orderId, Mismatch mismatch, Instant now);

    /** Forgets that an order differed. */
    void agrees(UUID orderId);

    /** How many orders differ. */
    int mismatches();
}
