package dev.watertight.payment.mysql;

import dev.watertight.chassis.sql.Row;
import dev.watertight.chassis.sql.Session;
import dev.watertight.payment.domain.Decline;
import dev.watertight.payment.domain.Money;
import dev.watertight.payment.domain.Movement;
import dev.watertight.payment.domain.Payment;
import dev.watertight.payment.domain.PaymentMethod;
import dev.watertight.payment.domain.PaymentStatus;
import dev.watertight.payment.domain.Payments.Lease;
import dev.watertight.payment.domain.Request;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Payments, their ledger and their work as rows, and back. Whatever changes a payment, its refunds or whether there is work
 * locks the payment's row first, so that no two transactions do so at once.
 */
final class PaymentRows {
    private PaymentRows() {}

    static Optional<Payment> find(Session session, UUID id) throws SQLException {
        return session.first("""
                SELECT id, order_id, customer_id, amount, currency, payment_method, status, reason, created_at, decided_at,
                  refund_promised, cancelled_at, cancelled_by, cancel_reason
                FROM payments WHERE id = ?
                """, PaymentRows::payment, id);
    }

    static Optional<Payment> findByOrder(Session session, UUID orderId) throws SQLException {
        return session.first("""
                SELECT id, order_id, customer_id, amount, currency, payment_method, status, reason, created_at, decided_at,
                  refund_promised, cancelled_at, cancelled_by, cancel_reason
                FROM payments WHERE order_id = ?
                """, PaymentRows::payment, orderId);
    }

    /** Waits for whoever changes this payment, and keeps others waiting. */
    static void lock(Session session, UUID orderId) throws SQLException {
        session.first(
                "SELECT order_id FROM payments WHERE order_id = ? FOR UPDATE", row -> row.uuid("order_id"), orderId);
    }

    static void book(Session session, Movement movement) throws SQLException {
        session.batch(
                """
                INSERT INTO ledger_entries (movement_id, account, payment_id, amount, currency, booked_at)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                movement.entries().stream()
                        .map(entry -> Arrays.<@Nullable Object>asList(
                                movement.id(),
                                entry.account(),
                                movement.paymentId(),
                                entry.amount(),
                                movement.currency(),
                                movement.bookedAt()))
                        .toList());
    }

    /** Of a cancelled payment that was approved: promises back what is left, under the order's id. The row is locked. */
    static void openRefundOfTheRest(Session session, UUID orderId, Instant at) throws SQLException {
        session.update("""
                INSERT INTO refunds
                  (id, order_id, payment_id, amount, currency, requested_by, reason, status, created_at)
                SELECT order_id, order_id, id, amount - refund_promised, currency, cancelled_by, cancel_reason, 'PENDING', ?
                FROM payments
                WHERE order_id = ? AND status = 'APPROVED' AND cancelled_at IS NOT NULL AND refund_promised < amount
                """, at, orderId);
        session.update("""
                UPDATE payments SET refund_promised = amount
                WHERE order_id = ? AND status = 'APPROVED' AND cancelled_at IS NOT NULL AND refund_promised < amount
                """, orderId);
    }

    /** Whether anything is pending of a payment, whose row is locked. */
    static boolean isPending(Session session, UUID orderId) throws SQLException {
        return session.first("""
                        SELECT order_id FROM payments WHERE order_id = ? AND status = 'PENDING'
                        UNION ALL
                        SELECT order_id FROM refunds WHERE order_id = ? AND status = 'PENDING'
                        """, row -> row.uuid("order_id"), orderId, orderId).isPresent();
    }

    /** Makes work due that goes to whoever holds {@code lease}; who held it before may go on, as all steps are repeatable. */
    static void work(Session session, UUID orderId, Instant dueAt, Lease lease, String origin) throws SQLException {
        session.update("""
                INSERT INTO charge_work (order_id, due_at, attempt, lease_owner, lease_until, origin)
                VALUES (?, ?, 0, ?, ?, ?)
                ON DUPLICATE KEY UPDATE due_at = ?, attempt = 0, lease_owner = ?, lease_until = ?
                """, orderId, dueAt, lease.owner(), lease.until(), origin, dueAt, lease.owner(), lease.until());
    }

    static void dropWork(Session session, UUID orderId) throws SQLException {
        session.update("DELETE FROM charge_work WHERE order_id = ?", orderId);
    }

    static Payment payment(Row row) throws SQLException {
        var reason = row.nullableText("reason");
        return new Payment(
                row.uuid("id"),
                new Payment.Charge(
                        row.uuid("order_id"),
                        row.uuid("customer_id"),
                        new Money(row.number("amount"), row.text("currency")),
                        new PaymentMethod(row.text("payment_method"))),
                PaymentStatus.valueOf(row.text("status")),
                reason == null ? null : Decline.valueOf(reason),
                row.instant("created_at"),
                row.nullableInstant("decided_at"),
                row.number("refund_promised"),
                cancellation(row));
    }

    private static @Nullable Request cancellation(Row row) throws SQLException {
        var at = row.nullableInstant("cancelled_at");
        return at == null
                ? null
                : new Request(row.uuid("cancelled_by"), Objects.requireNonNull(row.text("cancel_reason")), at);
    }
}
