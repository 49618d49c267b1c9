package dev.watertight.payment.mysql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watertight.payment.domain.Money;
import dev.watertight.payment.domain.Movement;
import dev.watertight.payment.domain.Payment;
import dev.watertight.payment.domain.PaymentMethod;
import dev.watertight.payment.domain.PaymentStatus;
import dev.watertight.payment.domain.Payments;
import dev.watertight.payment.domain.PaymentsContract;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MySqlPaymentsTest extends PaymentsContract {
    private final RealBooks books = new RealBooks();

    @Override
    protected Payments payments() {
        return new MySqlPayments(books.database);
    }

    @Override
    protected List<Movement.Entry> booked() {
        return books.booked();
    }

    @Test
    void givesNoIdTwice() {
        var id = UUID.randomUUID();
        open(id);
        assertThatThrownBy(() -> open(id)).isInstanceOf(NoSuchElementException.class);
    }

    private void open(UUID id) {
        var charge = new Payment.Charge(
                UUID.randomUUID(), UUID.randomUUID(), new Money(1999, "EUR"), new PaymentMethod("tok_approve"));
        var now = Instant.parse("2026-11-01T10:00:00Z");
        var intended = new Payment(id, charge, PaymentStatus.PENDING, null, now, null, 0, null);
        payments().open(intended, new Payments.Lease("payment-1", now), "");
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
