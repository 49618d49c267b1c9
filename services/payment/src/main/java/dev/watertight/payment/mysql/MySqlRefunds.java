package dev.watertight.payment.mysql;

import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.sql.DuplicateKeyException;
import dev.watertight.chassis.sql.LockTimeoutException;
import dev.watertight.chassis.sql.Session;
import dev.watertight.payment.domain.Movement;
import dev.watertight.payment.domain.Payment;
import dev.watertight.payment.domain.Payments.Lease;
import dev.watertight.payment.domain.Refund;
import dev.watertight.payment.domain.Refunds;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Refunds in MySQL. What is promised only grows, by an UPDATE whose condition is that enough is left. */
public final class MySqlRefunds implements Refunds {
    private final Database database;

    public MySqlRefunds(Database database) {
        this.database = database;
    }

    @Override
    public Opening open(Refund wanted, IdempotencyKey key, Lease lease, String origin) {
        try {
            return database.transaction(session -> {
                RefundRows.insertKey(session, wanted, key);
                if (!promise(session, wanted)) {
                    RefundRows.deleteKey(session, key);
                    return refusal(session, wanted.orderId());
                }
                RefundRows.insert(session, wanted);
                PaymentRows.work(session, wanted.orderId(), wanted.createdAt(), lease, origin);
                return new Opening.Opened();
            });
        } catch (DuplicateKeyException e) {
            return new Opening.Known(database.transaction(
                    session -> RefundRows.record(session, key).orElseThrow()));
        } catch (LockTimeoutException e) {
            return new Opening.InProgress();
        }
    }

    @Override
    public Payment cancel(Payment tombstone, Lease lease, String origin) {
        var orderId = tombstone.orderId();
        return database.transaction(session -> {
            RefundRows.cancel(session, tombstone);
            PaymentRows.openRefundOfTheRest(session, orderId, tombstone.createdAt());
            if (PaymentRows.isPending(session, orderId)) {
                PaymentRows.work(session, orderId, tombstone.createdAt(), lease, origin);
            }
            return PaymentRows.findByOrder(session, orderId).orElseThrow();
        });
    }

    @Override
    public List<Refund> of(UUID orderId) {
        return database.transaction(session -> RefundRows.of(session, orderId));
    }

    @Override
    public Optional<Refund> find(UUID id) {
        return database.transaction(session -> RefundRows.find(session, id));
    }

    @Override
    public boolean finish(Refund done, Movement movement, RecordedAnswer answer) {
        var orderId = done.orderId();
        return database.transaction(session -> {
            PaymentRows.lock(session, orderId);
            var changed = session.update(
                    "UPDATE refunds SET status = 'DONE', decided_at = ? WHERE id = ? AND status = 'PENDING'",
                    done.decidedAt(),
                    done.id());
            if (changed == 0) {
                return false;
            }
            PaymentRows.book(session, movement);
            session.update("""
                    UPDATE refund_keys SET answer_settled = ?, answer_body = ?
                    WHERE refund_id = ? AND answer_body IS NULL
                    """, answer.settled(), answer.body(), done.id());
            if (!PaymentRows.isPending(session, orderId)) {
                PaymentRows.dropWork(session, orderId);
            }
            return true;
        });
    }

    @Override
    public boolean refuse(UUID id, Instant at) {
        return database.transaction(session -> session.update(
                        "UPDATE refunds SET refused_at = ? WHERE id = ? AND status = 'PENDING' AND refused_at IS NULL",
                        at,
                        id))
                == 1;
    }

    @Override
    public RecordedAnswer recordAnswer(IdempotencyKey key, RecordedAnswer answer) {
        return database.transaction(session -> {
            session.update("""
                    UPDATE refund_keys SET answer_settled = ?, answer_body = ?
                    WHERE user_id = ? AND idempotency_key = ? AND answer_body IS NULL
                    """, answer.settled(), answer.body(), key.userId(), key.key());
            return Objects.requireNonNull(
                    RefundRows.record(session, key).orElseThrow().answer());
        });
    }

    @Override
    public Optional<RecordedAnswer> recordedAnswer(IdempotencyKey key) {
        return database.transaction(session -> RefundRows.record(session, key).map(IdempotencyRecord::answer));
    }

    @Override
    public int forgetKeys(Instant before, int limit) {
        return database.transaction(session -> session.update("""
                DELETE FROM refund_keys WHERE created_at < ? AND answer_body IS NOT NULL
                ORDER BY created_at LIMIT ?
                """, before, limit));
    }

    /** Not {@code refund_promised + ? <= amount}: that could be more than a number holds. */
    private static boolean promise(Session session, Refund wanted) throws SQLException {
        return session.update(
                        """
                        UPDATE payments SET refund_promised = refund_promised + ?
                        WHERE order_id = ? AND status = 'APPROVED' AND refund_promised <= amount - ?
                        """,
                        wanted.amount().amount(),
                        wanted.orderId(),
                        wanted.amount().amount())
                == 1;
    }

    private static Opening refusal(Session session, UUID orderId) throws SQLException {
        var payment = PaymentRows.findByOrder(session, orderId).orElseThrow();
        return switch (payment.status()) {
            case PENDING -> new Opening.Undecided();
            case DECLINED -> new Opening.NotRefundable();
            case APPROVED -> new Opening.ExceedsCharge();
        };
    }
}
