package dev.watertight.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.order.domain.Orders.IdempotencyKey;
import dev.watertight.order.domain.Orders.Lease;
import dev.watertight.order.domain.Orders.Placement;
import dev.watertight.order.domain.Orders.RecordedAnswer;
import dev.watertight.order.domain.Orders.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Orders} promises. */
public abstract class OrdersContract {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00.123456Z");
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final RecordedAnswer PENDING = new RecordedAnswer(false, "{\"status\":\"pending\"}");
    private static final RecordedAnswer SETTLED = new RecordedAnswer(true, "{\"status\":\"confirmed\"}");

    private final UUID customer = UUID.randomUUID();

    protected abstract Orders orders();

    @Test
    void findsWhatWasPlaced() {
        var order = order();
        place(order, "key");
        assertThat(orders().find(order.id())).contains(order);
    }

    @Test
    void answersAKnownKeyWithItsFirstOrder() {
        var first = order();
        place(first, "key");
        assertThat(place(order(), "key"))
                .isEqualTo(new Placement.Known(new Orders.IdempotencyRecord(first.id(), "print", null)));
    }

    @Test
    void writesNothingForAKnownKey() {
        place(order(), "key");
        var second = order();
        place(second, "key");
        assertThat(orders().find(second.id())).isEmpty();
    }

    @Test
    void keepsTheKeysOfTwoCustomersApart() {
        place(order(), "key");
        var other = new IdempotencyKey(UUID.randomUUID(), "key", "print");
        assertThat(orders().place(order(), other, lease(NOW), "")).isEqualTo(new Placement.Placed());
    }

    @Test
    void tellsKeysApartByCase() {
        place(order(), "key");
        assertThat(place(order(), "KEY")).isEqualTo(new Placement.Placed());
    }

    @Test
    void keepsTheFirstRecordedAnswer() {
        place(order(), "key");
        orders().recordAnswer(key("key"), PENDING);
        assertThat(orders().recordAnswer(key("key"), SETTLED)).isEqualTo(PENDING);
    }

    @Test
    void recordsTheAnswerWithTheSettlingTransition() {
        var order = placed("key");
        orders().settle(order.confirmed(NOW), SETTLED);
        assertThat(orders().recordedAnswer(key("key"))).contains(SETTLED);
    }

    @Test
    void settlesOnce() {
        var order = placed("key");
        orders().settle(order.confirmed(NOW), SETTLED);
        var again = orders().settle(order.rejected(Rejection.OUT_OF_STOCK, null, NOW), PENDING);
        assertThat(again).isFalse();
        assertThat(orders().find(order.id()).orElseThrow().status()).isEqualTo(OrderStatus.CONFIRMED);
    }

    @Test
    void keepsNamesPricesAndTotal() {
        var order = placed("key");
        var line = order.lines().getFirst();
        var priced = order.priced(
                List.of(new OrderLine(line.productId(), line.quantity(), "Lamp", new Money(999, "EUR"))),
                new Money(1998, "EUR"));
        orders().price(priced);
        assertThat(orders().find(order.id())).contains(priced);
    }

    @Test
    void doesNotPriceASettledOrder() {
        var order = placed("key");
        orders().settle(order.rejected(Rejection.OUT_OF_STOCK, null, NOW), SETTLED);
        orders().price(order.priced(order.lines(), new Money(1, "EUR")));
        assertThat(orders().find(order.id()).orElseThrow().total()).isNull();
    }

    @Test
    void leasesNobodyWhatIsLeased() {
        place(order(), "key");
        assertThat(orders().lease(lease(NOW), NOW.plus(LEASE).minusMillis(1), 10))
                .isEmpty();
    }

    @Test
    void leasesWorkWhoseLeaseRanOut() {
        var order = placed("key");
        var later = NOW.plus(LEASE);
        assertThat(orders().lease(lease(later), later, 10)).containsExactly(new Work(order.id(), 0, "origin"));
    }

    @Test
    void leasesPostponedWorkWhenItIsDue() {
        var order = placed("key");
        orders().postpone(order.id(), 3, NOW.plusSeconds(1));
        assertThat(orders().lease(lease(NOW), NOW, 10)).isEmpty();
        assertThat(orders().lease(lease(NOW), NOW.plusSeconds(1), 10))
                .containsExactly(new Work(order.id(), 3, "origin"));
    }

    @Test
    void hasNoWorkLeftForAConfirmedOrder() {
        var order = placed("key");
        orders().settle(order.confirmed(NOW), SETTLED);
        assertThat(orders().lease(lease(NOW), NOW.plus(LEASE), 10)).isEmpty();
    }

    @Test
    void keepsTheWorkOfARejectedOrderUntilItIsFinished() {
        var order = placed("key");
        orders().settle(order.rejected(Rejection.PAYMENT_DECLINED, null, NOW), SETTLED);
        orders().postpone(order.id(), 1, NOW);
        assertThat(orders().lease(lease(NOW), NOW, 10)).hasSize(1);
        orders().finish(order.id());
        assertThat(orders().lease(lease(NOW), NOW.plus(LEASE), 10)).isEmpty();
    }

    @Test
    void doesNotSettleWhatWasPricedSinceItWasRead() {
        var order = placed("key");
        orders().price(order.priced(order.lines(), new Money(1998, "EUR")));
        assertThat(orders().settle(order.rejected(Rejection.OUT_OF_STOCK, null, NOW), SETTLED))
                .isFalse();
        assertThat(orders().find(order.id()).orElseThrow().status()).isEqualTo(OrderStatus.PENDING);
    }

    @Test
    void listsTheNewestFirstAndGoesOnAfterOne() {
        var oldest = placed("1");
        var middle = placed("2");
        var newest = placed("3");
        assertThat(orders().list(customer, null, 2)).containsExactly(newest, middle);
        assertThat(orders().list(customer, middle.id(), 2)).containsExactly(oldest);
    }

    @Test
    void forgetsAnsweredKeysThatAreOld() {
        placed("answered");
        orders().recordAnswer(key("answered"), PENDING);
        placed("unanswered");
        assertThat(orders().forgetKeys(NOW, 10)).isZero();
        assertThat(orders().forgetKeys(NOW.plusMillis(1), 10)).isOne();
        assertThat(place(order(), "answered")).isEqualTo(new Placement.Placed());
        assertThat(place(order(), "unanswered")).isInstanceOf(Placement.Known.class);
    }

    @Test
    void knowsTheOldestPending() {
        var order = placed("key");
        assertThat(orders().oldestPending()).contains(NOW);
        orders().settle(order.confirmed(NOW), SETTLED);
        assertThat(orders().oldestPending()).isEmpty();
    }

    @Test
    void letsOneOfManyCopiesIn() throws Exception {
        assertThat(concurrently(16, () -> place(order(), "key")))
                .filteredOn(new Placement.Placed()::equals)
                .hasSize(1);
    }

    @Test
    void leasesEachOrderToOneWorker() throws Exception {
        IntStream.range(0, 20).forEach(i -> placed("key" + i));
        var later = NOW.plus(LEASE);
        var leased = concurrently(20, () -> orders().lease(lease(later), later, 1)).stream()
                .flatMap(List::stream)
                .map(Work::orderId)
                .toList();
        assertThat(leased).doesNotHaveDuplicates();
    }

    private <T> List<T> concurrently(int copies, Callable<T> work) throws InterruptedException, ExecutionException {
        try (var threads = Executors.newFixedThreadPool(copies)) {
            var results = new java.util.ArrayList<T>();
            for (var result : threads.invokeAll(java.util.Collections.nCopies(copies, work))) {
                results.add(result.get());
            }
            return results;
        }
    }

    private Order placed(String key) {
        var order = order();
        place(order, key);
        return order;
    }

    private Placement place(Order order, String key) {
        return orders().place(order, key(key), lease(NOW), "origin");
    }

    private IdempotencyKey key(String key) {
        return new IdempotencyKey(customer, key, "print");
    }

    private static Lease lease(Instant now) {
        return new Lease("order-1", now.plus(LEASE));
    }

    private Order order() {
        return new Order(
                UuidCreator.getTimeOrderedEpochPlus1(),
                customer,
                OrderStatus.PENDING,
                null,
                List.of(OrderLine.of(UUID.randomUUID(), 2)),
                "tok_approve",
                new Money(1999, "EUR"),
                null,
                null,
                NOW,
                null);
    }
}
