package dev.watertight.payment.mysql;

import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.sql.DuplicateKeyException;
import dev.watertight.chassis.sql.Row;
import dev.watertight.chassis.sql.Session;
import dev.watertight.payment.domain.Mismatch;
import dev.watertight.payment.domain.Reconciliation;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The state of reconciliation in MySQL: one row that one replica has at a time, and what was found. */
public final class MySqlReconciliation implements Reconciliation {
    private final Database database;

    public MySqlReconciliation(Database database) {
        this.database = database;
    }

    @Override
    public Optional<UUID> begin(Instant now, Instant until) {
        return database.transaction(session -> {
            var position = session.first("""
                    SELECT position FROM reconciliation WHERE name = 'acquirer' AND due_at <= ?
                    FOR UPDATE SKIP LOCKED
                    """, row -> row.uuid("position"), now);
            if (position.isPresent()) {
                session.update("UPDATE reconciliation SET due_at = ? WHERE name = 'acquirer'", until);
            }
            return position;
        });
    }

    @Override
    public void end(Instant until, UUID position, Instant dueAt) {
        database.transaction(session -> session.update("""
                UPDATE reconciliation SET position = ?, due_at = ? WHERE name = 'acquirer' AND due_at = ?
                """, position, dueAt, until));
    }

    @Override
    public List<Candidate> page(UUID after, Window window, int limit) {
        return database.transaction(session -> {
            var page = new ArrayList<>(oldSuspects(session, after, window, limit));
            page.addAll(inside(session, after, window, limit - page.size()));
            return page;
        });
    }

    @Override
    public List<Candidate> suspects(int limit) {
        return database.transaction(session -> session.query("""
                SELECT p.id, p.order_id, p.customer_id, p.amount, p.currency, p.payment_method, p.status, p.reason,
                  p.created_at, p.decided_at, p.refund_promised, p.cancelled_at, p.cancelled_by, p.cancel_reason,
                  TRUE AS suspect
                FROM mismatches m JOIN payments p ON p.order_id = m.order_id
                ORDER BY m.found_at, m.order_id LIMIT ?
                """, MySqlReconciliation::candidate, limit));
    }

    @Override
    public boolean report(UUID orderId, Mismatch kind, Instant at) {
        try {
            return database.transaction(session -> {
                var known = session.update("UPDATE mismatches SET kind = ? WHERE order_id = ?", kind, orderId) == 1;
                if (!known) {
                    session.update(
                            "INSERT INTO mismatches (order_id, kind, found_at) VALUES (?, ?, ?)", orderId, kind, at);
                }
                return !known;
            });
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    @Override
    public void clear(UUID orderId) {
        database.transaction(session -> session.update("DELETE FROM mismatches WHERE order_id = ?", orderId));
    }

    /** Whoever has the work keeps it. */
    @Override
    public void hurry(UUID orderId, Instant now) {
        database.transaction(session -> {
            PaymentRows.lock(session, orderId);
            PaymentRows.openRefundOfTheRest(session, orderId, now);
            if (PaymentRows.isPending(session, orderId)) {
                session.update("""
                        INSERT INTO charge_work (order_id, due_at, attempt, origin) VALUES (?, ?, 0, '')
                        ON DUPLICATE KEY UPDATE due_at = LEAST(due_at, ?)
                        """, orderId, now, now);
            }
            return true;
        });
    }

    @Override
    public long mismatches() {
        return database.transaction(
                        session -> session.first("SELECT COUNT(*) AS n FROM mismatches", row -> row.number("n")))
                .orElseThrow();
    }

    private static List<Candidate> oldSuspects(Session session, UUID after, Window window, int limit)
            throws SQLException {
        return session.query("""
                SELECT p.id, p.order_id, p.customer_id, p.amount, p.currency, p.payment_method, p.status, p.reason,
                  p.created_at, p.decided_at, p.refund_promised, p.cancelled_at, p.cancelled_by, p.cancel_reason,
                  TRUE AS suspect
                FROM mismatches m JOIN payments p ON p.order_id = m.order_id
                WHERE m.order_id > ? AND m.order_id < ? ORDER BY m.order_id LIMIT ?
                """, MySqlReconciliation::candidate, after, window.from(), limit);
    }

    private static List<Candidate> inside(Session session, UUID after, Window window, int limit) throws SQLException {
        return session.query(
                """
                SELECT p.id, p.order_id, p.customer_id, p.amount, p.currency, p.payment_method, p.status, p.reason,
                  p.created_at, p.decided_at, p.refund_promised, p.cancelled_at, p.cancelled_by, p.cancel_reason,
                  m.order_id IS NOT NULL AS suspect
                FROM payments p LEFT JOIN mismatches m ON m.order_id = p.order_id
                WHERE p.order_id > ? AND p.order_id >= ? AND p.order_id <= ? AND p.created_at <= ?
                ORDER BY p.order_id LIMIT ?
                """, MySqlReconciliation::candidate, after, window.from(), window.to(), window.createdBefore(), limit);
    }

    private static Candidate candidate(Row row) throws SQLException {
        return new Candidate(PaymentRows.payment(row), row.flag("suspect"));
    }
}
