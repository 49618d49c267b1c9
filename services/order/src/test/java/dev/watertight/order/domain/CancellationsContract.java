package dev.watertight.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.order.domain.Orders.IdempotencyKey;
import dev.watertight.order.domain.Orders.Lease;
import dev.watertight.order.domain.Orders.RecordedAnswer;
import dev.watertight.order.domain.Orders.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Orders} promises of orders that are called off. */
public abstract class CancellationsContract {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00.123456Z");
    private static final Instant LEASED = NOW.plus(Duration.ofSeconds(10));
    private static final RecordedAnswer SETTLED = new RecordedAnswer(true, "{\"status\":\"confirmed\"}");
    private static final RecordedAnswer PENDING = new RecordedAnswer(false, "{\"status\":\"pending\"}");

    private final IdempotencyKey key = new IdempotencyKey(UUID.randomUUID(), "key", "print");

    protected abstract Orders orders();

    @Test
    void callsOffAPendingOrderAndMakesItsWorkDueAtOnce() {
        var order = placed();
        assertThat(callOff(order)).isTrue();
        assertThat(orders().find(order.id())).contains(order.cancelling(NOW));
        assertThat(due(NOW)).containsExactly(new Work(order.id(), 0, "cancelled"));
    }

    @Test
    void givesAConfirmedOrderWorkAgain() {
        var order = placed();
        var confirmed = order.confirmed(NOW);
        orders().settle(confirmed, SETTLED);
        assertThat(callOff(confirmed)).isTrue();
        assertThat(orders().find(order.id())).contains(confirmed.cancelling(NOW));
        assertThat(due(NOW)).hasSize(1);
    }

    @Test
    void doesNotCallOffWhatHasMovedOn() {
        var order = placed();
        orders().settle(order.confirmed(NOW), SETTLED);
        assertThat(callOff(order)).isFalse();
        assertThat(orders().find(order.id()).orElseThrow().status()).isEqualTo(OrderStatus.CONFIRMED);
        assertThat(due(LEASED)).isEmpty();
    }

    @Test
    void doesNotCallOffAsUnpricedWhatIsPriced() {
        var order = placed();
        orders().price(order.priced(order.lines(), new Money(1, "EUR")));
        assertThat(callOff(order)).isFalse();
    }

    @Test
    void neitherPricesNorSettlesWhatIsCalledOff() {
        var order = placed();
        callOff(order);
        assertThat(orders().price(order.priced(order.lines(), new Money(1, "EUR"))))
                .isFalse();
        assertThat(orders().settle(order.confirmed(NOW), SETTLED)).isFalse();
        assertThat(orders().find(order.id())).contains(order.cancelling(NOW));
    }

    @Test
    void cancelsOnceAndHasNoWorkLeft() {
        var order = placed();
        callOff(order);
        var cancelled = order.cancelling(NOW).cancelled(new Money(1998, "EUR"), NOW);
        assertThat(orders().cancel(cancelled, PENDING)).isTrue();
        assertThat(orders().cancel(cancelled, PENDING)).isFalse();
        assertThat(orders().find(order.id())).contains(cancelled);
        assertThat(due(LEASED)).isEmpty();
    }

    @Test
    void recordsTheAnswerOfWhatWasCancelledBeforeItWasAnswered() {
        var order = placed();
        callOff(order);
        orders().cancel(order.cancelling(NOW).cancelled(null, NOW), PENDING);
        assertThat(orders().recordedAnswer(key)).contains(PENDING);
    }

    @Test
    void doesNotFinishWhatSomebodyCalledOffMeanwhile() {
        var order = placed();
        var confirmed = order.confirmed(NOW);
        orders().settle(confirmed, SETTLED);
        callOff(confirmed);
        orders().finish(order.id());
        assertThat(due(NOW)).hasSize(1);
    }

    @Test
    void waitsSinceItWasCalledOff() {
        var order = placed();
        var confirmed = order.confirmed(NOW);
        orders().settle(confirmed, SETTLED);
        orders().callOff(confirmed.cancelling(LEASED), confirmed.status(), "");
        assertThat(orders().oldestPending()).contains(LEASED);
    }

    private boolean callOff(Order seen) {
        return orders().callOff(seen.cancelling(NOW), seen.status(), "cancelled");
    }

    private List<Work> due(Instant when) {
        return orders().lease(new Lease("order-1", LEASED), when, 10);
    }

    private Order placed() {
        var line = OrderLine.of(UUID.randomUUID(), 2);
        var command = new PlaceOrder.Command(key.customerId(), key.key(), List.of(line), "tok_approve", null, NOW);
        var order = Order.placed(UuidCreator.getTimeOrderedEpochPlus1(), command, NOW);
        orders().place(order, key, new Lease("order-1", LEASED), "origin");
        return order;
    }
}
