package dev.watertight.order.domain;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.order.domain.PlaceOrder.Command;
import dev.watertight.order.domain.PlaceOrder.Result;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Order's domain with everything around it played: one lamp at 9.99, as many as anyone wants, paid at once. */
final class Shop {
    static final UUID LAMP = UUID.fromString("019aa000-0000-7000-8000-000000000001");
    static final Money PRICE = new Money(999, "EUR");

    final InMemoryOrders orders = new InMemoryOrders();
    final FakeStock stock = new FakeStock();
    final FakePayments payments = new FakePayments();
    final FakeJournal journal = new FakeJournal();
    final UUID customer = UUID.randomUUID();
    private Instant now = Instant.parse("2026-11-01T10:00:00Z");

    Shop() {
        stock.reservation = new Stock.Reservation.Held(List.of(new OrderLine(LAMP, 2, "Lamp", PRICE)));
    }

    Result place(String key) {
        return placing("order-1").place(command(key, 2));
    }

    Command command(String key, int quantity) {
        return new Command(customer, key, List.of(OrderLine.of(LAMP, quantity)), "tok_approve", null, now);
    }

    PlaceOrder placing(String instance) {
        return new PlaceOrder(orders, settlement(), journal, AnswerOf::order, parts(instance));
    }

    /** Lets the workers of another instance go on until there is nothing more to do now; returns how much there was. */
    int work() {
        var worker = new SettlementWorker(orders, settlement(), journal, parts("order-2"), new Random(1));
        var rounds = 0;
        while (worker.round()) {
            rounds++;
        }
        return rounds;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Clock clock() {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    Order only() {
        return orders.list(customer, null, 2).getFirst();
    }

    CancelOrder.Result cancel() {
        return cancelAs(customer);
    }

    CancelOrder.Result cancelAs(UUID whoever) {
        return new CancelOrder(orders, journal, clock()).cancel(whoever, only().id());
    }

    private SettleOrder settlement() {
        return new SettleOrder(orders, new SettleOrder.Remotes(stock, payments), journal, AnswerOf::order, clock());
    }

    private PlaceOrder.Parts parts(String instance) {
        return new PlaceOrder.Parts(instance, UuidCreator::getTimeOrderedEpochPlus1, clock(), time -> {});
    }

    /** An answer short enough to read in a test. */
    private static final class AnswerOf {
        static String order(Order order) {
            return order.status() + (order.reason() == null ? "" : " " + order.reason());
        }
    }
}
