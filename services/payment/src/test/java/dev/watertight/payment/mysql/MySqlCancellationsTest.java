package dev.watertight.payment.mysql;

import dev.watertight.payment.domain.CancellationsContract;
import dev.watertight.payment.domain.Movement;
import dev.watertight.payment.domain.Payments;
import dev.watertight.payment.domain.Refunds;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MySqlCancellationsTest extends CancellationsContract {
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

    @AfterEach
    void empty() {
        books.empty();
    }

    @AfterAll
    void close() {
        books.close();
    }
}
