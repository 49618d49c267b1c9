package dev.watertight.order.mysql;

import dev.watertight.chassis.sql.Session;
import dev.watertight.order.domain.Orders.Lease;
import dev.watertight.order.domain.Orders.Work;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The outbox: a row for each order there is something left to do for, written in the transaction that makes it so. A lease
 * is work that is due when the lease ends: what is leased leaves the range that others search and lock.
 */
final class WorkRows {

    void insert(Session session, UUID orderId, Lease lease, String origin) throws SQLException {
        session.update("""
                INSERT INTO settlement_work (order_id, due_at, attempt, lease_owner, origin)
                VALUES (?, ?, 0, ?, ?)
                """, orderId, lease.until(), lease.owner(), origin);
    }

    /** There is something new to do, whether somebody is at the order or not. */
    void renew(Session session, UUID orderId, Instant dueAt, String origin) throws SQLException {
        session.update("""
                INSERT INTO settlement_work (order_id, due_at, attempt, origin) VALUES (?, ?, 0, ?)
                ON DUPLICATE KEY UPDATE due_at = ?, attempt = 0, lease_owner = NULL, origin = ?
                """, orderId, dueAt, origin, dueAt, origin);
    }

    List<Work> lease(Session session, Lease lease, Instant now, int limit) throws SQLException {
        var due = session.query(
                """
                SELECT order_id, attempt, origin FROM settlement_work
                WHERE due_at <= ? ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED
                """, row -> new Work(row.uuid("order_id"), row.integer("attempt"), row.text("origin")), now, limit);
        session.batch(
                "UPDATE settlement_work SET lease_owner = ?, due_at = ? WHERE order_id = ?",
                due.stream()
                        .map(work -> Arrays.<@Nullable Object>asList(lease.owner(), lease.until(), work.orderId()))
                        .toList());
        return due;
    }

    int postpone(Session session, UUID orderId, int attempts, Instant dueAt) throws SQLException {
        return session.update("""
                UPDATE settlement_work SET due_at = ?, attempt = ?, lease_owner = NULL
                WHERE order_id = ?
                """, dueAt, attempts, orderId);
    }

    int drop(Session session, UUID orderId) throws SQLException {
        return session.update("DELETE FROM settlement_work WHERE order_id = ?", orderId);
    }

    /** Reads the order in the same statement: who last saw it may not know that it was called off since. */
    int dropIfAtRest(Session session, UUID orderId) throws SQLException {
        return session.update("""
                DELETE FROM settlement_work WHERE order_id = ?
                AND EXISTS (SELECT 1 FROM orders WHERE id = ? AND status IN ('CONFIRMED', 'REJECTED', 'CANCELLED'))
                """, orderId, orderId);
    }
}
