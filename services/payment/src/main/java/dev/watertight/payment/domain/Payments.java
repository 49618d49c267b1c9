package dev.watertight.payment.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All payments, the ledger, and the work that ends what is pending: charges and refunds. */
public interface Payments {

    /** What came of writing an intent down. */
    sealed interface Opening {
        /** It is written; its work is leased to whoever wrote it. */
        record Opened() implements Opening {}

        /** The order has a payment already. */
        record Known(Payment payment) implements Opening {}
    }

    /** Writes {@code intended} and its work row in one transaction, unless its order has a payment. */
    Opening open(Payment intended, Lease lease, String origin);

    /**
     * Decides a pending payment as {@code decided} says, books {@code movements} and drops the work row, all or nothing. Of
     * one that was cancelled and is approved all the same the refund of the whole is opened, and its work goes on.
     *
     * @return the payment as it stands then; empty when it was not pending any more: somebody else decided it, and nothing
     *     was booked
     */
    Optional<Payment> decide(Payment decided, List<Movement> movements);

    Optional<Payment> find(UUID id);

    Optional<Payment> findByOrder(UUID orderId);

    /** Drops the work of a payment of which nothing is pending. */
    void finish(UUID orderId);

    /** Takes up to {@code limit} payments whose work is due and leased to nobody. */
    List<Work> lease(Lease lease, Instant now, int limit);

    /** Gives work back, to be due at {@code dueAt} after so many attempts. */
    void postpone(UUID orderId, int attempts, Instant dueAt);

    /** Who works on a payment, and until when nobody else will. */
    record Lease(String owner, Instant until) {}

    /**
     * Leased work.
     *
     * @param attempt how often it was tried before
     * @param origin the trace of the request that asked for the charge, as a {@code traceparent}; may be empty
     */
    record Work(Payment payment, int attempt, String origin) {}
}
