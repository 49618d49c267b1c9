package dev.watertight.payment.domain;

import dev.watertight.payment.domain.Payments.Lease;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All refunds, and the answers recorded for the keys under which they were asked for. */
public interface Refunds {

    /** What came of writing a refund down. */
    sealed interface Opening {
        /** It is promised and written; its work is leased to whoever wrote it. */
        record Opened() implements Opening {}

        /** The user used this key before. */
        record Known(IdempotencyRecord record) implements Opening {}

        /** Another transaction with this key is not committed yet. */
        record InProgress() implements Opening {}

        /** Nobody knows yet whether anything was taken. */
        record Undecided() implements Opening {}

        /** The payment was declined: nothing was taken that could go back. */
        record NotRefundable() implements Opening {}

        /** More than is left of the charge. */
        record ExceedsCharge() implements Opening {}
    }

    /** Promises {@code wanted}, writes it, its work row and its key in one transaction, unless it is too much. */
    Opening open(Refund wanted, IdempotencyKey key, Lease lease, String origin);

    /**
     * Cancels the order's payment as {@code tombstone} says, which is written where there is none; of an approved one the
     * rest is promised back, under the order's id. Repeating it changes nothing.
     *
     * @return the payment as it stands then; if there is anything left to do for it, its work is leased
     */
    Payment cancel(Payment tombstone, Lease lease, String origin);

    /** The refunds of an order, the oldest first. */
    List<Refund> of(UUID orderId);

    /** The refunds of a payment, the oldest first; most have none, which costs no question. */
    default List<Refund> of(Payment payment) {
        return payment.refundPromised() == 0 ? List.of() : of(payment.orderId());
    }

    Optional<Refund> find(UUID id);

    /**
     * Ends a pending refund as {@code done} says, books {@code movement}, records {@code answer} unless there is one, and
     * drops the work row if nothing else is pending, all or nothing.
     *
     * @return false when it was not pending any more: somebody else ended it, and nothing was booked
     */
    boolean finish(Refund done, Movement movement, RecordedAnswer answer);

    /** Notes that the acquirer refused a pending refund; returns whether that is news. */
    boolean refuse(UUID id, Instant at);

    /** Records the answer of the key, unless one is recorded; returns the recorded one. */
    RecordedAnswer recordAnswer(IdempotencyKey key, RecordedAnswer answer);

    Optional<RecordedAnswer> recordedAnswer(IdempotencyKey key);

    /** Forgets up to {@code limit} answered keys of before {@code before}; returns how many there were. */
    int forgetKeys(Instant before, int limit);

    /** A key as the user sent it and the fingerprint of what came with it. */
    record IdempotencyKey(UUID userId, String key, String fingerprint) {}

    /** What is known of a key. */
    record IdempotencyRecord(
            UUID refundId, String fingerprint, @Nullable RecordedAnswer answer) {}

    /** The answer every copy of a request gets, to the byte. */
    record RecordedAnswer(boolean settled, String body) {}
}
