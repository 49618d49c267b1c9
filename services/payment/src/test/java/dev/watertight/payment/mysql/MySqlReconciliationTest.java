package dev.watertight.payment.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.payment.domain.Movement;
import dev.watertight.payment.domain.Payments;
import dev.watertight.payment.domain.Reconciliation;
import dev.watertight.payment.domain.ReconciliationContract;
import dev.watertight.payment.domain.Refunds;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MySqlReconciliationTest extends ReconciliationContract {
    private final RealBooks books = new RealBooks();

    @Override
    protected Payments payments() {
        return new MySqlPayments(books.database);
    }

    @Override
    protected Refunds refunds() {
        return new MySqlRefunds(books.database);
    }

    @Override
    protected Reconciliation reconciliation() {
        return new MySqlReconciliation(books.database);
    }

    @Override
    protected void loseWork(UUID orderId) {
        books.database.transaction(session -> session.update("DELETE FROM charge_work WHERE order_id = ?", orderId));
    }

    @Override
    protected List<Movement.Entry> booked() {
        return books.booked();
    }

    /** A version from before refunds decides a cancelled charge and drops its work; the money goes back all the same. */
    @Test
    void opensTheRefundThatAnOlderVersionForgot() {
        var pending = pending();
        cancel(pending.orderId());
        books.database.transaction(session -> {
            session.update("UPDATE payments SET status = 'APPROVED' WHERE order_id = ?", pending.orderId());
            return session.update("DELETE FROM charge_work WHERE order_id = ?", pending.orderId());
        });
        reconciliation().hurry(pending.orderId(), NOW);
        assertPromised(pending, CHARGED);
        assertThat(lease(NOW)).hasSize(1);
    }

    @AfterEach
    void empty() {
        books.empty();
    }

    @AfterAll
    void close() {
        books.close();
    }
}
