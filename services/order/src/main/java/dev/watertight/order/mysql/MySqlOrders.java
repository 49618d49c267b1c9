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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Orders in MySQL. A state changes only by a conditional UPDATE that names the state it leaves. */
public final class MySqlOrders implements Orders {
    private final Database database;
    private final OrderRows rows;
    private final WorkRows work = new WorkRows();

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
                work.insert(session, order.id(), lease, origin);
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
    public boolean price(Order order) {
        return database.transaction(session -> {
            var pending = session.update(
                    "UPDATE orders SET total = ? WHERE id = ? AND status = 'PENDING'",
                    Objects.requireNonNull(order.total()).amount(),
                    order.id());
            if (pending == 1) {
                rows.priceLines(session, order);
            }
            return pending == 1;
        });
    }

    @Override
    public boolean settle(Order settled, RecordedAnswer answer) {
        return database.transaction(session -> {
            if (!rows.move(session, settled, OrderStatus.PENDING)) {
                return false;
            }
            recordAnswer(session, settled.id(), answer);
            if (settled.status() == OrderStatus.CONFIRMED) {
                work.drop(session, settled.id());
            }
            return true;
        });
    }

    @Override
    public boolean callOff(Order calledOff, OrderStatus from, String origin) {
        return database.transaction(session -> {
            var moved = rows.move(session, calledOff, from);
            if (moved) {
                work.renew(session, calledOff.id(), Objects.requireNonNull(calledOff.settledAt()), origin);
            }
            return moved;
        });
    }

    @Override
    public boolean cancel(Order cancelled, RecordedAnswer answer) {
        return database.transaction(session -> {
            var moved = rows.move(session, cancelled, OrderStatus.CANCELLING);
            if (moved) {
                recordAnswer(session, cancelled.id(), answer);
                work.drop(session, cancelled.id());
            }
            return moved;
        });
    }

    @Override
    public void finish(UUID orderId) {
        database.transaction(session -> work.dropIfAtRest(session, orderId));
    }

    @Override
    public List<Work> lease(Lease lease, Instant now, int limit) {
        return database.transaction(session -> work.lease(session, lease, now, limit));
    }

    @Override
    public void postpone(UUID orderId, int attempts, Instant dueAt) {
        database.transaction(session -> work.postpone(session, orderId, attempts, dueAt));
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
        return database.transaction(session -> session.first("""
                SELECT MIN(since) AS since FROM (
                  SELECT MIN(placed_at) AS since FROM orders WHERE status = 'PENDING'
                  UNION ALL
                  SELECT MIN(settled_at) FROM orders WHERE status = 'CANCELLING'
                ) AS open_orders
                HAVING since IS NOT NULL
                """, row -> row.instant("since")));
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

    private static void recordAnswer(Session session, UUID orderId, RecordedAnswer answer) throws SQLException {
        session.update("""
                UPDATE idempotency_keys SET answer_settled = ?, answer_body = ?
                WHERE order_id = ? AND answer_body IS NULL
                """, answer.settled(), answer.body(), orderId);
    }
}
