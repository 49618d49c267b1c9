package dev.watertight.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.order.domain.CancelOrder.Result;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class CancelOrderTest {
    private static final Money PAID = new Money(1998, "EUR");

    private final Shop shop = new Shop();

    @Test
    void bringsStockAndMoneyOfAConfirmedOrderBack() {
        shop.place("key");
        assertThat(shop.cancel()).isInstanceOf(Result.Cancelling.class);
        shop.work();
        assertThat(shop.only().status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(shop.only().refunded()).isEqualTo(PAID);
        assertThat(shop.stock.asked).containsExactly("reserve", "commit", "release");
        assertThat(shop.payments.reasons).containsExactly("called off");
    }

    @Test
    void stopsAPendingOrder() {
        shop.payments.answer = Payments.Charge.UNKNOWN;
        shop.place("key");
        shop.payments.refund = new Payments.Refund.Done(new Money(0, "EUR"));
        shop.cancel();
        shop.work();
        assertThat(shop.only().status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(shop.only().refunded()).isNull();
    }

    @Test
    void saysTheSameHoweverOftenItIsAsked() {
        shop.place("key");
        var first = shop.cancel();
        assertThat(shop.cancel()).isEqualTo(first);
        shop.work();
        assertThat(shop.cancel()).isEqualTo(first);
    }

    @Test
    void comesTooLateAfterTenMinutes() {
        shop.place("key");
        shop.pass(CancelOrder.GRACE.plusMillis(1));
        assertThat(shop.cancel()).isEqualTo(new Result.TooLate());
        assertThat(shop.only().status()).isEqualTo(OrderStatus.CONFIRMED);
    }

    @Test
    void comesInTimeAfterTenMinutesToTheInstant() {
        shop.place("key");
        shop.pass(CancelOrder.GRACE);
        assertThat(shop.cancel()).isInstanceOf(Result.Cancelling.class);
    }

    @Test
    void hasNothingToDoForARejectedOrder() {
        shop.payments.answer = Payments.Charge.DECLINED;
        shop.place("key");
        assertThat(shop.cancel()).isEqualTo(new Result.Rejected());
    }

    @Test
    void knowsOnlyTheCustomersOwnOrders() {
        shop.place("key");
        assertThat(shop.cancelAs(UUID.randomUUID())).isEqualTo(new Result.Unknown());
    }

    @Test
    void staysCancellingUntilPaymentAndStockHaveAnswered() {
        shop.place("key");
        shop.cancel();
        shop.payments.refund = new Payments.Refund.Unknown();
        shop.work();
        assertThat(shop.only().status()).isEqualTo(OrderStatus.CANCELLING);
        shop.payments.refund = new Payments.Refund.Done(PAID);
        shop.stock.answersRelease = false;
        shop.pass(Duration.ofSeconds(1));
        shop.work();
        assertThat(shop.only().status()).isEqualTo(OrderStatus.CANCELLING);
        shop.stock.answersRelease = true;
        shop.pass(Duration.ofSeconds(2));
        shop.work();
        assertThat(shop.only().status()).isEqualTo(OrderStatus.CANCELLED);
    }

    @Test
    void tellsOfACancellationOnce() {
        shop.place("key");
        shop.cancel();
        shop.work();
        shop.work();
        assertThat(shop.journal.settled).containsExactly(OrderStatus.CONFIRMED, OrderStatus.CANCELLED);
    }
}
