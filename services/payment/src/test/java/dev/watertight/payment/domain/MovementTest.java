package dev.watertight.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watertight.payment.domain.Movement.Entry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class MovementTest {
    @Test
    void sumsToZero() {
        assertThat(movement(5, -5).entries()).hasSize(2);
        assertThatThrownBy(() -> movement(5, -4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNotSumToZeroByOverflow() {
        assertThatThrownBy(() -> movement(Long.MIN_VALUE, Long.MIN_VALUE)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void keepsWhatSomebodyPaysWithToItself() {
        var charge = new Payment.Charge(
                UUID.randomUUID(), UUID.randomUUID(), new Money(1, "EUR"), new PaymentMethod("tok_canary"));
        assertThat(Payment.intended(UUID.randomUUID(), charge, Instant.EPOCH).toString())
                .doesNotContain("canary");
    }

    private static Movement movement(long one, long other) {
        return new Movement(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "EUR",
                List.of(new Entry(Account.ACQUIRER_RECEIVABLE, one), new Entry(Account.CUSTOMER_PAYMENTS, other)),
                Instant.EPOCH);
    }
}
