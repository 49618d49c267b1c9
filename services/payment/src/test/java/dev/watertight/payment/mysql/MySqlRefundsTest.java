package dev.watertight.payment.mysql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watertight.payment.domain.Movement;
import dev.watertight.payment.domain.Payments;
import dev.watertight.payment.domain.Refund;
import dev.watertight.payment.domain.Refunds;
import dev.watertight.payment.domain.RefundsContract;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MySqlRefundsTest extends RefundsContract {
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
    protected List<Movement.Entry> booked() {
        return books.booked();
    }

    /** The promise is one conditional UPDATE: this does the same by reading first, and must be caught. */
    @Test
    void catchesARefundThatReadsBeforeItWrites() {
        var payment = approved();
        var allHaveRead = new CyclicBarrier(32);
        assertThatThrownBy(() -> promisesNoMoreThanWasCharged(payment, refund -> openByReading(refund, allHaveRead)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("32");
    }

    private Refunds.Opening openByReading(Refund wanted, CyclicBarrier allHaveRead) {
        var payment = payments().findByOrder(wanted.orderId()).orElseThrow();
        try {
            allHaveRead.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
        var promised = payment.refundPromised() + wanted.amount().amount();
        if (promised > payment.charge().amount().amount()) {
            return new Refunds.Opening.ExceedsCharge();
        }
        return books.database.transaction(session -> {
            session.update("UPDATE payments SET refund_promised = ? WHERE order_id = ?", promised, wanted.orderId());
            RefundRows.insert(session, wanted);
            return new Refunds.Opening.Opened();
        });
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
