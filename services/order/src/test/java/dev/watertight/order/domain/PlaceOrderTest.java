package dev.watertight.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.order.domain.Orders.RecordedAnswer;
import dev.watertight.order.domain.PlaceOrder.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PlaceOrderTest {
    private final Shop shop = new Shop();

    @Test
    void answersASettledOrderAsSettled() {
        assertThat(answer(shop.place("key"))).isEqualTo(new RecordedAnswer(true, "CONFIRMED"));
    }

    @Test
    void answersAnOrderThatCannotSettleNowAsPending() {
        shop.payments.answer = Payments.Charge.UNKNOWN;
        assertThat(answer(shop.place("key"))).isEqualTo(new RecordedAnswer(false, "PENDING"));
    }

    @Test
    void repeatsTheFirstAnswerEvenWhenTheOrderHasMovedOn() {
        shop.payments.answer = Payments.Charge.UNKNOWN;
        var first = shop.place("key");
        shop.payments.answer = Payments.Charge.APPROVED;
        shop.pass(Duration.ofSeconds(1));
        shop.work();
        assertThat(shop.place("key")).isEqualTo(first);
        assertThat(shop.only().status()).isEqualTo(OrderStatus.CONFIRMED);
    }

    @Test
    void chargesOnceForManyCopies() {
        shop.place("key");
        shop.place("key");
        assertThat(shop.payments.charged).hasSize(1);
    }

    @Test
    void refusesAKeyThatCameWithAnotherOrder() {
        shop.place("key");
        assertThat(shop.placing("order-1").place(shop.command("key", 3))).isEqualTo(new Result.KeyReused());
    }

    @Test
    void takesTheFingerprintOfWhatWasAskedForAndNothingElse() {
        var lines = List.of(OrderLine.of(Shop.LAMP, 2));
        var command = new PlaceOrder.Command(
                shop.customer, "key", lines, "tok_approve", new Money(1998, "EUR"), Instant.EPOCH);
        // Written down here because a new version that computed another one would refuse every replay of the old.
        assertThat(command.fingerprint())
                .isEqualTo(Fingerprint.of("019aa000-0000-7000-8000-000000000001:2|tok_approve|1998EUR"));
    }

    @Test
    void tellsAMethodWithBarsFromAMethodAndATotal() {
        var total = new Money(1999, "EUR");
        var commands = List.of(
                paid("tok", total),
                paid("tok|1999EUR", null),
                paid("tok||1999EUR", null),
                paid("tok|", total),
                paid("tok||", total),
                paid("tok|", null),
                paid("tok||", null),
                paid("tok|1999EUR", total));
        assertThat(commands).extracting(PlaceOrder.Command::fingerprint).doesNotHaveDuplicates();
    }

    private PlaceOrder.Command paid(String method, @Nullable Money total) {
        return new PlaceOrder.Command(
                shop.customer, "key", List.of(OrderLine.of(Shop.LAMP, 2)), method, total, Instant.EPOCH);
    }

    @Test
    void recordsPendingForACopyWhoseFirstNeverAnswered() {
        var command = shop.command("key", 2);
        var order = Order.placed(java.util.UUID.randomUUID(), command, Instant.EPOCH);
        shop.orders.place(
                order,
                new Orders.IdempotencyKey(shop.customer, "key", command.fingerprint()),
                new Orders.Lease("order-1", Instant.EPOCH),
                "");
        assertThat(answer(shop.place("key"))).isEqualTo(new RecordedAnswer(false, "PENDING"));
    }

    private static RecordedAnswer answer(Result result) {
        assertThat(result).isInstanceOf(Result.Answered.class);
        return ((Result.Answered) result).answer();
    }
}
