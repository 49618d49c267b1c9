package dev.watertight.order.mysql;

import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.sql.Session;
import dev.watertight.order.domain.Order;
import dev.watertight.order.domain.Reconciliation;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The cursor all replicas share, and what they found. */
public final class MySqlReconciliation implements Reconciliation {
    private final Database database;
    private final OrderRows rows;

    /** @param currency the shop's one currency, in which every stored amount is */
    public MySqlReconciliation(Database database, String currency) {
        this.database = database;
        this.rows = new OrderRows(currency);
    }

    @Override
    public List<Order> next(Round round, int limit) {
        return database.transaction(session -> {
            var position = session.first("""
                    SELECT position FROM reconciliation WHERE name = 'orders' AND due_at <= ?
                    FOR UPDATE SKIP LOCKED
                    """, row -> row.uuid("position"), round.now());
            if (position.isEmpty()) {
                return List.of();
            }
            var oldest = firstOf(round.placedAfter());
            var orders = rows.page(session, later(position.get(), oldest), round.placedBefore(), limit);
            move(session, orders.size() < limit ? oldest : orders.getLast().id(), round.nextAt());
            return Stream.concat(orders.stream(), rows.suspects(session, limit).stream())
                    .distinct()
                    .toList();
        });
    }

    /** Ids are UUIDv7 (RFC 9562): they begin with the time in milliseconds, so a time has a place among them. */
    private static UUID firstOf(Instant time) {
        return new UUID(time.toEpochMilli() << 16, 0);
    }

    private static UUID later(UUID one, UUID other) {
        return Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits()) < 0 ? other : one;
    }

    private static void move(Session session, UUID position, Instant dueAt) throws SQLException {
        session.update("UPDATE reconciliation SET position = ?, due_at = ? WHERE name = 'orders'", position, dueAt);
    }

    @Override
    public void revive(UUID orderId, Instant dueAt) {
        database.transaction(session -> session.update("""
                INSERT INTO settlement_work (order_id, due_at, attempt, origin)
                SELECT id, ?, 0, '' FROM orders
                WHERE id = ? AND status IN ('PENDING', 'CANCELLING', 'REJECTED')
                ON DUPLICATE KEY UPDATE settlement_work.order_id = settlement_work.order_id
                """, dueAt, orderId));
    }

    @Override
    public boolean differs(UUID orderId, Mismatch mismatch, Instant now) {
        return database.transaction(session -> session.update("""
                INSERT IGNORE INTO mismatches (order_id, kind, found_at) VALUES (?, ?, ?)
                """, orderId, mismatch, now) == 1);
    }

    @Override
    public void agrees(UUID orderId) {
        database.transaction(session -> session.update("DELETE FROM mismatches WHERE order_id = ?", orderId));
    }

    @Override
    public int mismatches() {
        return database.transaction(session -> session.first(
                        "SELECT COUNT(*) AS mismatches FROM mismatches", row -> row.integer("mismatches"))
                .orElseThrow());
    }
}
