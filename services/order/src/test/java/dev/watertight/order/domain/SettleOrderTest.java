package dev.watertight.order.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SettleOrderTest {
    private final Shop shop = new Shop();

    @Test
    void confirmsWhatIsReservedPaidAndCommitted() {
        shop.place("key");
        assertThat(shop.only().status()).isEqualTo(OrderStatus.CONFIRMED);
        assertThat(shop.stock.asked).containsExactly("reserve", "commit");
    }

    @Test
    void takesNamesPricesAndTotalFromProduct() {
        shop.place("key");
        assertThat(shop.only().lines()).containsExactly(new OrderLine(Shop.LAMP, 2, "Lamp", Shop.PRICE));
        assertThat(shop.only().total()).isEqualTo(new Money(1998, "EUR"));
        assertThat(shop.payments.charged).containsExactly(new Money(1998, "EUR"));
    }

    @Test
    void rejectsWhatIsOutOfStockWithoutCharging() {
        shop.stock.reservation = new Stock.Reservation.OutOfStock();
        shop.place("key");
        assertRejected(Rejection.OUT_OF_STOCK);
        assertThat(shop.payments.charged).isEmpty();
    }

    @Test
    void rejectsAnOrderWhoseProductIsUnknown() {
        shop.stock.reservation = new Stock.Reservation.UnknownProduct();
        shop.place("key");
        assertRejected(Rejection.UNKNOWN_PRODUCT);
    }

    @Test
    void givesTheStockBackWhenThePaymentIsDeclined() {
        shop.payments.answer = Payments.Charge.DECLINED;
        shop.place("key");
        assertRejected(Rejection.PAYMENT_DECLINED);
        assertThat(shop.stock.asked).containsExactly("reserve", "release");
    }

    @Test
    void rejectsWithoutChargingWhenTheTotalIsNotTheExpectedOne() {
        var command = new PlaceOrder.Command(
                shop.customer,
                "key",
                List.of(OrderLine.of(Shop.LAMP, 2)),
                "tok_approve",
                new Money(1, "EUR"),
                java.time.Instant.EPOCH);
        shop.placing("order-1").place(command);
        assertRejected(Rejection.PRICE_CHANGED);
        assertThat(shop.payments.charged).isEmpty();
    }

    @Test
    void goesOnInTheBackgroundWhenStockDidNotAnswer() {
        var held = shop.stock.reservation;
        shop.stock.reservation = new Stock.Reservation.NoAnswer();
        shop.place("key");
        shop.stock.reservation = held;
        shop.pass(Duration.ofSeconds(1));
        assertThat(shop.work()).isOne();
        assertThat(shop.only().status()).isEqualTo(OrderStatus.CONFIRMED);
    }

    @Test
    void doesNotConfirmBeforeTheStockIsCommitted() {
        shop.stock.answersCommit = false;
        shop.place("key");
        assertThat(shop.only().status()).isEqualTo(OrderStatus.PENDING);
    }

    @Test
    void releasesLaterWhenStockDidNotAnswerTheRelease() {
        shop.payments.answer = Payments.Charge.DECLINED;
        shop.stock.answersRelease = false;
        shop.place("key");
        assertRejected(Rejection.PAYMENT_DECLINED);
        shop.stock.answersRelease = true;
        shop.pass(Duration.ofSeconds(1));
        assertThat(shop.work()).isOne();
        assertThat(shop.stock.asked).containsExactly("reserve", "release", "release");
    }

    @Test
    void finishesWhatAnInstanceThatDiedHadBegun() {
        shop.payments.answer = Payments.Charge.UNKNOWN;
        shop.place("key");
        shop.payments.answer = Payments.Charge.APPROVED;
        shop.pass(PlaceOrder.LEASE);
        shop.work();
        assertThat(shop.only().status()).isEqualTo(OrderStatus.CONFIRMED);
        assertThat(shop.journal.resumed.getFirst().origin()).isEqualTo("origin");
    }

    @Test
    void neverGivesUpOnAPaymentNobodyKnows() {
        shop.payments.answer = Payments.Charge.UNKNOWN;
        shop.place("key");
        for (var i = 0; i < 100; i++) {
            shop.pass(Duration.ofSeconds(11));
            assertThat(shop.work()).isOne();
        }
        assertThat(shop.only().status()).isEqualTo(OrderStatus.PENDING);
    }

    @Test
    void givesTheMoneyBackWhenTheStockIsGoneAfterwards() {
        loseTheStockWhileThePaymentIsUnknown();
        assertRejected(Rejection.OUT_OF_STOCK);
        assertThat(shop.only().refunded()).isEqualTo(new Money(1998, "EUR"));
        assertThat(shop.payments.reasons).containsExactly("out of stock");
    }

    @Test
    void doesNotRejectWhatMayBePaidBeforeItIsRefunded() {
        shop.payments.refund = new Payments.Refund.Unknown();
        loseTheStockWhileThePaymentIsUnknown();
        assertThat(shop.only().status()).isEqualTo(OrderStatus.PENDING);
    }

    @Test
    void rejectsWhatWasRefundedWhenItIsChargedLate() {
        shop.payments.answer = Payments.Charge.REFUNDED;
        shop.place("key");
        assertRejected(Rejection.OUT_OF_STOCK);
        assertThat(shop.stock.asked).containsExactly("reserve", "release");
    }

    private void loseTheStockWhileThePaymentIsUnknown() {
        shop.payments.answer = Payments.Charge.UNKNOWN;
        shop.place("key");
        shop.stock.reservation = new Stock.Reservation.OutOfStock();
        shop.pass(Duration.ofSeconds(1));
        shop.work();
    }

    @Test
    void postponesWorkThatThrows() {
        shop.payments.answer = Payments.Charge.UNKNOWN;
        shop.place("key");
        shop.stock.breaks = true;
        shop.pass(Duration.ofSeconds(1));
        assertThatThrownBy(shop::work).isInstanceOf(IllegalStateException.class);
        assertThat(shop.work()).isZero();
        shop.pass(Duration.ofSeconds(11));
        assertThatThrownBy(shop::work).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tellsOfEachSettlementOnce() {
        shop.place("key");
        shop.pass(PlaceOrder.LEASE);
        shop.work();
        assertThat(shop.journal.settled).containsExactly(OrderStatus.CONFIRMED);
    }

    private void assertRejected(Rejection reason) {
        assertThat(shop.only().status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(shop.only().reason()).isEqualTo(reason);
    }
}
