package dev.watertight.order.mysql;

import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.sql.DuplicateKeyException;
import dev.watertight.chassis.sql.LockTimeoutException;
import dev.watertight.chassis.sql.Session;
import dev.watertight.order.domain.Order;
import dev.watertight.order.domain.OrderStatus;
import dev.watertight.order.domain.Orders;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Orders in MySQL. A state changes only by a conditional UPDATE that names the state it leaves. */
public final class MySqlOrders implements Orders {
    private final Database database;
    private final OrderRows rows;

    /** @param currency the shop's one currency, in which every stored amount is */
    public MySqlOrders(Database database, String currency) {
        this.database = database;
        this.rows = new OrderRows(currency);
    }

    @Override
    public Placement place(Order order, IdempotencyKey key, Lease lease, String origin) {
        try {
            database.transaction(session -> {
                insertKey(session, order, key);
                rows.insert(session, order);
                insertWork(session, order, lease, origin);
                return order;
            });
            return new Placement.Placed();
        } catch (DuplicateKeyException e) {
            return new Placement.Known(record(key));
        } catch (LockTimeoutException e) {
            return new Placement.InProgress();
        }
    }

    @Override
    public RecordedAnswer recordAnswer(IdempotencyKey key, RecordedAnswer answer) {
        return database.transaction(session -> {
            session.update("""
                    UPDATE idempotency_keys SET answer_settled = ?, answer_body = ?
                    WHERE customer_id = ? AND idempotency_key = ? AND answer_body IS NULL
                    """, answer.settled(), answer.body(), key.customerId(), key.key());
            return OrderRows.answer(session, key).orElseThrow();
        });
    }

    @Override
    public Optional<RecordedAnswer> recordedAnswer(IdempotencyKey key) {
        return database.transaction(session -> OrderRows.answer(session, key));
    }

    @Override
    public Optional<Order> find(UUID orderId) {
        return database.transaction(session -> rows.find(session, orderId));
    }

    @Override
    public List<Order> list(UUID customerId, @Nullable UUID after, int limit) {
        return database.transaction(session -> rows.list(session, customerId, after, limit));
    }

    @Override
    public void price(Order order) {
        database.transaction(session -> {
            var pending = session.update(
                    "UPDATE orders SET total = ? WHERE id = ? AND status = 'PENDING'",
                    Objects.requireNonNull(order.total()).amount(),
                    order.id());
            if (pending == 1) {
                rows.priceLines(session, order);
            }
            return pending;
        });
    }

    @Override
    public boolean settle(Order settled, RecordedAnswer answer) {
        return database.transaction(session -> {
            var changed = session.update(
                    "UPDATE orders SET status = ?, reason = ?, settled_at = ? WHERE id = ? AND status = 'PENDING'",
                    settled.status(),
                    settled.reason(),
                    settled.settledAt(),
                    settled.id());
            if (changed == 0) {
                return false;
            }
            session.update("""
                    UPDATE idempotency_keys SET answer_settled = ?, answer_body = ?
                    WHERE order_id = ? AND answer_body IS NULL
                    """, answer.settled(), answer.body(), settled.id());
            if (settled.status() == OrderStatus.CONFIRMED) {
                deleteWork(session, settled.id());
            }
            return true;
        });
    }

    @Override
    public void finish(UUID orderId) {
        database.transaction(session -> deleteWork(session, orderId));
    }

    /** A lease is work that is due when the lease ends: what is leased leaves the range that others search and lock. */
    @Override
    public List<Work> lease(Lease lease, Instant now, int limit) {
        return database.transaction(session -> {
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
        });
    }

    @Override
    public void postpone(UUID orderId, int attempts, Instant dueAt) {
        database.transaction(session -> session.update("""
                UPDATE settlement_work SET due_at = ?, attempt = ?, lease_owner = NULL
                WHERE order_id = ?
                """, dueAt, attempts, orderId));
    }

    @Override
    public int forgetKeys(Instant before, int limit) {
        return database.transaction(session -> session.update("""
                DELETE FROM idempotency_keys WHERE created_at < ? AND answer_body IS NOT NULL
                ORDER BY created_at LIMIT ?
                """, before, limit));
    }

    @Override
    public Optional<Instant> oldestPending() {
        return database.transaction(session -> session.first(
                "SELECT placed_at FROM orders WHERE status = 'PENDING' ORDER BY placed_at LIMIT 1",
                row -> row.instant("placed_at")));
    }

    private IdempotencyRecord record(IdempotencyKey key) {
        return database.transaction(session -> session.first(
                        """
                        SELECT order_id, fingerprint, answer_settled, answer_body FROM idempotency_keys
                        WHERE customer_id = ? AND idempotency_key = ?
                        """,
                        row -> new IdempotencyRecord(
                                row.uuid("order_id"), row.text("fingerprint"), OrderRows.nullableAnswer(row)),
                        key.customerId(),
                        key.key())
                .orElseThrow());
    }

    /** First of all, so that a copy of the request stops here and writes nothing. */
    private static void insertKey(Session session, Order order, IdempotencyKey key) throws SQLException {
        session.update("""
                INSERT INTO idempotency_keys (customer_id, idempotency_key, fingerprint, order_id, created_at)
                VALUES (?, ?, ?, ?, ?)
                """, key.customerId(), key.key(), key.fingerprint(), order.id(), order.placedAt());
    }

    private static void insertWork(Session session, Order order, Lease lease, String origin) throws SQLException {
        session.update("""
                INSERT INTO settlement_work (order_id, due_at, attempt, lease_owner, origin)
                VALUES (?, ?, 0, ?, ?)
                """, order.id(), lease.until(), lease.owner(), origin);
    }

    private static int deleteWork(Session session, UUID orderId) throws SQLException {
        return session.update("DELETE FROM settlement_work WHERE order_id = ?", orderId);
    }
}
