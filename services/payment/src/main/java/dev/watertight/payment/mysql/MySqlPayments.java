package dev.watertight.payment.mysql;

import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.sql.DuplicateKeyException;
import dev.watertight.chassis.sql.Session;
import dev.watertight.payment.domain.Movement;
import dev.watertight.payment.domain.Payment;
import dev.watertight.payment.domain.Payments;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Payments in MySQL. A state changes only by a conditional UPDATE that names the state it leaves. */
public final class MySqlPayments implements Payments {
    private final Database database;

    public MySqlPayments(Database database) {
        this.database = database;
    }

    @Override
    public Opening open(Payment intended, Lease lease, String origin) {
        try {
            return database.transaction(session -> {
                insert(session, intended);
                session.update("""
                        INSERT INTO charge_work (order_id, due_at, attempt, lease_owner, lease_until, origin)
                        VALUES (?, ?, 0, ?, ?, ?)
                        """, intended.orderId(), intended.createdAt(), lease.owner(), lease.until(), origin);
                return new Opening.Opened();
            });
        } catch (DuplicateKeyException e) {
            return new Opening.Known(findByOrder(intended.orderId()).orElseThrow());
        }
    }

    @Override
    public Optional<Payment> decide(Payment decided, List<Movement> movements) {
        return database.transaction(session -> {
            if (decideUncancelled(session, decided)) {
                bookAll(session, movements);
                PaymentRows.dropWork(session, decided.orderId());
                return Optional.of(decided);
            }
            return decideCancelled(session, decided, movements);
        });
    }

    @Override
    public Optional<Payment> find(UUID id) {
        return database.transaction(session -> PaymentRows.find(session, id));
    }

    @Override
    public Optional<Payment> findByOrder(UUID orderId) {
        return database.transaction(session -> PaymentRows.findByOrder(session, orderId));
    }

    @Override
    public void finish(UUID orderId) {
        database.transaction(session -> {
            PaymentRows.lock(session, orderId);
            if (!PaymentRows.isPending(session, orderId)) {
                PaymentRows.dropWork(session, orderId);
            }
            return true;
        });
    }

    @Override
    public List<Work> lease(Lease lease, Instant now, int limit) {
        return database.transaction(session -> {
            var due = session.query(
                    """
                    SELECT order_id, attempt, origin FROM charge_work
                    WHERE due_at <= ? AND (lease_until IS NULL OR lease_until <= ?)
                    ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED
                    """,
                    row -> new DueRow(row.uuid("order_id"), row.integer("attempt"), row.text("origin")),
                    now,
                    now,
                    limit);
            var work = new ArrayList<Work>();
            for (var row : due) {
                session.update(
                        "UPDATE charge_work SET lease_owner = ?, lease_until = ? WHERE order_id = ?",
                        lease.owner(),
                        lease.until(),
                        row.orderId());
                var payment = PaymentRows.findByOrder(session, row.orderId()).orElseThrow();
                work.add(new Work(payment, row.attempt(), row.origin()));
            }
            return work;
        });
    }

    @Override
    public void postpone(UUID orderId, int attempts, Instant dueAt) {
        database.transaction(session -> session.update("""
                UPDATE charge_work SET due_at = ?, attempt = ?, lease_owner = NULL, lease_until = NULL
                WHERE order_id = ?
                """, dueAt, attempts, orderId));
    }

    private record DueRow(UUID orderId, int attempt, String origin) {}

    private static boolean decideUncancelled(Session session, Payment decided) throws SQLException {
        return session.update("""
                        UPDATE payments SET status = ?, reason = ?, decided_at = ?
                        WHERE order_id = ? AND status = 'PENDING' AND cancelled_at IS NULL
                        """, decided.status(), decided.reason(), decided.decidedAt(), decided.orderId()) == 1;
    }

    private static Optional<Payment> decideCancelled(Session session, Payment decided, List<Movement> movements)
            throws SQLException {
        var orderId = decided.orderId();
        var changed = session.update(
                "UPDATE payments SET status = ?, reason = ?, decided_at = ? WHERE order_id = ? AND status = 'PENDING'",
                decided.status(),
                decided.reason(),
                decided.decidedAt(),
                orderId);
        if (changed == 0) {
            return Optional.empty();
        }
        bookAll(session, movements);
        PaymentRows.openRefundOfTheRest(session, orderId, Objects.requireNonNull(decided.decidedAt()));
        if (!PaymentRows.isPending(session, orderId)) {
            PaymentRows.dropWork(session, orderId);
        }
        return PaymentRows.findByOrder(session, orderId);
    }

    private static void bookAll(Session session, List<Movement> movements) throws SQLException {
        for (var movement : movements) {
            PaymentRows.book(session, movement);
        }
    }

    private static void insert(Session session, Payment payment) throws SQLException {
        var charge = payment.charge();
        session.update(
                """
                INSERT INTO payments
                  (order_id, id, customer_id, amount, currency, payment_method, status, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                charge.orderId(),
                payment.id(),
                charge.customerId(),
                charge.amount().amount(),
                charge.amount().currency(),
                charge.method().token(),
                payment.status(),
                payment.createdAt());
    }
}
