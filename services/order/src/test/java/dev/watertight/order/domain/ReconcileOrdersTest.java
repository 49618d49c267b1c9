package dev.watertight.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.order.domain.Counterparts.Goods;
import dev.watertight.order.domain.Reconciliation.Mismatch;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ReconcileOrdersTest {
    private final Shop shop = new Shop();
    private final InMemoryReconciliation reconciliation = new InMemoryReconciliation(shop.orders);
    private Optional<Long> charged = Optional.of(1998L);
    private Optional<Goods> goods = Optional.of(Goods.SOLD);
    private Runnable meanwhile = () -> {};

    @Test
    void findsNothingWhereAllAgree() {
        shop.place("key");
        look();
        assertThat(reconciliation.known).isEmpty();
        assertThat(shop.journal.differing).isEmpty();
    }

    @Test
    void reportsAConfirmedOrderThatIsNotPaidOnce() {
        shop.place("key");
        charged = Optional.of(0L);
        look();
        look();
        assertThat(shop.journal.differing).containsExactly(Mismatch.CHARGE);
    }

    @Test
    void reportsAConfirmedOrderWhoseGoodsAreNotSold() {
        shop.place("key");
        goods = Optional.of(Goods.IN_STOCK);
        look();
        assertThat(shop.journal.differing).containsExactly(Mismatch.GOODS);
    }

    @Test
    void reportsARejectedOrderThatIsPaid() {
        shop.payments.answer = Payments.Charge.DECLINED;
        shop.place("key");
        goods = Optional.of(Goods.IN_STOCK);
        look();
        assertThat(shop.journal.differing).containsExactly(Mismatch.CHARGE);
    }

    @Test
    void forgetsWhatAgreesAgain() {
        shop.place("key");
        charged = Optional.of(0L);
        look();
        charged = Optional.of(1998L);
        look();
        assertThat(reconciliation.known).isEmpty();
    }

    @Test
    void judgesNothingThatNobodyCanTell() {
        shop.place("key");
        goods = Optional.empty();
        charged = Optional.of(0L);
        look();
        assertThat(reconciliation.known).isEmpty();
    }

    @Test
    void judgesNoOrderThatMovesWhileItAsks() {
        shop.place("key");
        charged = Optional.of(0L);
        meanwhile = shop::cancel;
        look();
        assertThat(reconciliation.known).isEmpty();
    }

    @Test
    void judgesNoOrderThatOnlyJustCameToRest() {
        shop.payments.answer = Payments.Charge.UNKNOWN;
        shop.place("key");
        shop.pass(Duration.ofMinutes(2));
        shop.payments.answer = Payments.Charge.DECLINED;
        shop.stock.answersRelease = false;
        shop.work();
        charged = Optional.of(0L);
        goods = Optional.of(Goods.HELD);
        lookNow();
        assertThat(reconciliation.known).isEmpty();
    }

    @Test
    void givesWorkBackToAPendingOrderThatLostIt() {
        shop.payments.answer = Payments.Charge.UNKNOWN;
        shop.place("key");
        shop.orders.take(shop.only().id());
        shop.payments.answer = Payments.Charge.APPROVED;
        look();
        shop.work();
        assertThat(shop.only().status()).isEqualTo(OrderStatus.CONFIRMED);
    }

    @Test
    void givesTheGoodsOfARejectedOrderBack() {
        shop.payments.answer = Payments.Charge.DECLINED;
        shop.stock.answersRelease = false;
        shop.place("key");
        shop.orders.take(shop.only().id());
        shop.stock.answersRelease = true;
        charged = Optional.of(0L);
        goods = Optional.of(Goods.HELD);
        look();
        assertThat(shop.work()).isOne();
        assertThat(shop.stock.asked).containsExactly("reserve", "release", "release");
    }

    private void look() {
        shop.pass(Duration.ofMinutes(2));
        lookNow();
    }

    private void lookNow() {
        new ReconcileOrders(reconciliation, shop.orders, counterparts(), shop.journal, shop.clock()).round();
    }

    private Counterparts counterparts() {
        return new Counterparts() {
            @Override
            public Optional<Long> charged(UUID orderId) {
                meanwhile.run();
                return charged;
            }

            @Override
            public Optional<Goods> goods(UUID orderId) {
                return goods;
            }
        };
    }
}
