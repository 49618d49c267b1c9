package dev.watertight.order.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All orders, the answers recorded for their keys, and the work that settles them. */
public interface Orders {

    /** What came of writing an order down. */
    sealed interface Placement {
        /** The order, its work and its key are written; the work is leased to whoever placed it. */
        record Placed() implements Placement {}

        /** The customer used this key before. */
        record Known(IdempotencyRecord record) implements Placement {}

        /** Another transaction with this key is not committed yet. */
        record InProgress() implements Placement {}
    }

    /** Writes {@code order}, its work row and its key in one transaction, unless the key is taken. */
    Placement place(Order order, IdempotencyKey key, Lease lease, String origin);

    /** Records {@code body} as the answer of the key, unless one is recorded; returns the recorded one. */
    RecordedAnswer recordAnswer(IdempotencyKey key, RecordedAnswer answer);

    Optional<RecordedAnswer> recordedAnswer(IdempotencyKey key);

    Optional<Order> find(UUID orderId);

    /** The customer's orders, newest first; those older than {@code after} when it is given. */
    List<Order> list(UUID customerId, @Nullable UUID after, int limit);

    /**
     * Fixes the lines' names and prices and the total of a pending order.
     *
     * @return false when the order was not pending any more
     */
    boolean price(Order order);

    /**
     * Settles a pending order as {@code settled} says, with its answer unless one is recorded already. Confirmed orders are
     * done; rejected ones keep their work row until {@link #finish}.
     *
     * @return false when the order was not pending any more, or priced meanwhile: somebody else goes on with it
     */
    boolean settle(Order settled, RecordedAnswer answer);

    /**
     * Calls off an order that was seen in {@code from}, and makes its work due at once.
     *
     * @return false when it has moved on since it was seen
     */
    boolean callOff(Order calledOff, OrderStatus from, String origin);

    /**
     * Writes down that an order that was called off is undone, with its answer unless one is recorded already; nothing is
     * left to do for it.
     *
     * @return false when that was so before
     */
    boolean cancel(Order cancelled, RecordedAnswer answer);

    /** Drops the order's work, unless there is something left to do after all. */
    void finish(UUID orderId);

    /** Takes up to {@code limit} orders whose work is due and leased to nobody. */
    List<Work> lease(Lease lease, Instant now, int limit);

    /** Gives work back, to be due at {@code dueAt} after so many attempts. */
    void postpone(UUID orderId, int attempts, Instant dueAt);

    /** Forgets up to {@code limit} answered keys of before {@code before}; returns how many there were. */
    int forgetKeys(Instant before, int limit);

    /** Since when the oldest order waits that is still pending, or called off and not undone yet. */
    Optional<Instant> oldestPending();

    /** A key as the customer sent it and the fingerprint of what came with it. */
    record IdempotencyKey(UUID customerId, String key, String fingerprint) {}

    /** What is known of a key. */
    record IdempotencyRecord(
            UUID orderId, String fingerprint, @Nullable RecordedAnswer answer) {}

    /** The answer every copy of a request gets, to the byte. */
    record RecordedAnswer(boolean settled, String body) {}

    /** Who works on an order, and until when nobody else will. */
    record Lease(String owner, Instant until) {}

    /**
     * Leased work.
     *
     * @param attempt how often it was tried before
     * @param origin the trace of the request that placed the order, as a {@code traceparent}; may be empty
     */
    record Work(UUID orderId, int attempt, String origin) {}
}
