package dev.watertight.payment.mysql;

import dev.watertight.chassis.sql.Row;
import dev.watertight.chassis.sql.Session;
import dev.watertight.payment.domain.Money;
import dev.watertight.payment.domain.Payment;
import dev.watertight.payment.domain.Refund;
import dev.watertight.payment.domain.RefundStatus;
import dev.watertight.payment.domain.Refunds.IdempotencyKey;
import dev.watertight.payment.domain.Refunds.IdempotencyRecord;
import dev.watertight.payment.domain.Refunds.RecordedAnswer;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Refunds and the keys under which they were asked for, as rows, and back. */
final class RefundRows {
    private RefundRows() {}

    static void insert(Session session, Refund refund) throws SQLException {
        session.update(
                """
                INSERT INTO refunds
                  (id, order_id, payment_id, amount, currency, requested_by, reason, status, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                refund.id(),
                refund.orderId(),
                refund.paymentId(),
                refund.amount().amount(),
                refund.amount().currency(),
                refund.requestedBy(),
                refund.reason(),
                refund.status(),
                refund.createdAt());
    }

    static List<Refund> of(Session session, UUID orderId) throws SQLException {
        return session.query("""
                SELECT id, order_id, payment_id, amount, currency, requested_by, reason, status, created_at, decided_at,
                  refused_at
                FROM refunds WHERE order_id = ? ORDER BY created_at, id
                """, RefundRows::refund, orderId);
    }

    static Optional<Refund> find(Session session, UUID id) throws SQLException {
        return session.first("""
                SELECT id, order_id, payment_id, amount, currency, requested_by, reason, status, created_at, decided_at,
                  refused_at
                FROM refunds WHERE id = ?
                """, RefundRows::refund, id);
    }

    /**
     * Marks the order's payment as cancelled, or makes its tombstone, in one statement: with two, copies of a request could
     * both find nothing and then wait for each other. The first cancellation stays.
     */
    static void cancel(Session session, Payment tombstone) throws SQLException {
        var charge = tombstone.charge();
        var why = Objects.requireNonNull(tombstone.cancellation());
        session.update(
                """
                INSERT INTO payments
                  (order_id, id, customer_id, amount, currency, payment_method, status, reason, created_at, decided_at,
                   cancelled_at, cancelled_by, cancel_reason)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON DUPLICATE KEY UPDATE cancelled_at = COALESCE(cancelled_at, ?),
                  cancelled_by = COALESCE(cancelled_by, ?), cancel_reason = COALESCE(cancel_reason, ?)
                """,
                charge.orderId(),
                tombstone.id(),
                charge.customerId(),
                charge.amount().amount(),
                charge.amount().currency(),
                charge.method().token(),
                tombstone.status(),
                tombstone.reason(),
                tombstone.createdAt(),
                tombstone.decidedAt(),
                why.at(),
                why.by(),
                why.reason(),
                why.at(),
                why.by(),
                why.reason());
    }

    /** First of all, so that a copy of the request stops here and promises nothing. */
    static void insertKey(Session session, Refund refund, IdempotencyKey key) throws SQLException {
        session.update("""
                INSERT INTO refund_keys (user_id, idempotency_key, fingerprint, refund_id, created_at)
                VALUES (?, ?, ?, ?, ?)
                """, key.userId(), key.key(), key.fingerprint(), refund.id(), refund.createdAt());
    }

    /** What is refused leaves no trace: the same key may ask again. */
    static void deleteKey(Session session, IdempotencyKey key) throws SQLException {
        session.update("DELETE FROM refund_keys WHERE user_id = ? AND idempotency_key = ?", key.userId(), key.key());
    }

    static Optional<IdempotencyRecord> record(Session session, IdempotencyKey key) throws SQLException {
        return session.first(
                """
                SELECT refund_id, fingerprint, answer_settled, answer_body FROM refund_keys
                WHERE user_id = ? AND idempotency_key = ?
                """,
                row -> new IdempotencyRecord(row.uuid("refund_id"), row.text("fingerprint"), answer(row)),
                key.userId(),
                key.key());
    }

    private static @Nullable RecordedAnswer answer(Row row) throws SQLException {
        var body = row.nullableText("answer_body");
        return body == null ? null : new RecordedAnswer(row.flag("answer_settled"), body);
    }

    private static Refund refund(Row row) throws SQLException {
        return new Refund(
                row.uuid("id"),
                row.uuid("order_id"),
                row.uuid("payment_id"),
                new Money(row.number("amount"), row.text("currency")),
                row.uuid("requested_by"),
                row.text("reason"),
                RefundStatus.valueOf(row.text("status")),
                row.instant("created_at"),
                row.nullableInstant("decided_at"),
                row.nullableInstant("refused_at"));
    }
}
