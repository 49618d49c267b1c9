package dev.watertight.payment.mysql;

import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.sql.DuplicateKeyException;
import dev.watertight.chassis.sql.Row;
import dev.watertight.chassis.sql.Session;
import dev.watertight.payment.domain.Decline;
import dev.watertight.payment.domain.Money;
import dev.watertight.payment.domain.Movement;
import dev.watertight.payment.domain.Payment;
import dev.watertight.payment.domain.PaymentMethod;
import dev.watertight.payment.domain.PaymentStatus;
import dev.watertight.payment.domain.Payments;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
    public boolean decide(Payment decided, List<Movement> movements) {
        return database.transaction(session -> {
            var changed = session.update(
                    "UPDATE payments SET status = ?, reason = ?, decided_at = ? WHERE order_id = ? AND status = 'PENDING'",
                    decided.status(),
                    decided.reason(),
                    decided.decidedAt(),
                    decided.orderId());
            if (changed == 0) {
                return false;
            }
            for (var movement : movements) {
                book(session, movement);
            }
            session.update("DELETE FROM charge_work WHERE order_id = ?", decided.orderId());
            return true;
        });
    }

    @Override
    public Optional<Payment> find(UUID id) {
        return database.transaction(session -> session.first("""
                SELECT id, order_id, customer_id, amount, currency, payment_method, status, reason, created_at, decided_at
                FROM payments WHERE id = ?
                """, MySqlPayments::payment, id));
    }

    @Override
    public Optional<Payment> findByOrder(UUID orderId) {
        return database.transaction(session -> findByOrder(session, orderId));
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
                var payment = findByOrder(session, row.orderId()).orElseThrow();
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

    private static void book(Session session, Movement movement) throws SQLException {
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

    private static Optional<Payment> findByOrder(Session session, UUID orderId) throws SQLException {
        return session.first("""
                SELECT id, order_id, customer_id, amount, currency, payment_method, status, reason, created_at, decided_at
                FROM payments WHERE order_id = ?
                """, MySqlPayments::payment, orderId);
    }

    private static Payment payment(Row row) throws SQLException {
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
                row.nullableInstant("decided_at"));
    }
}
