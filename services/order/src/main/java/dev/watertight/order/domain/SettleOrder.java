package dev.watertight.order.domain;

import dev.watertight.order.domain.Orders.RecordedAnswer;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Takes an order as far as it goes now: reserve stock, charge, commit the stock, confirmed. Every step may be repeated, so
 * it always begins at the beginning; whoever comes second finds each step done.
 */
public final class SettleOrder {
    private final Orders orders;
    private final Stock stock;
    private final Payments payments;
    private final SettlementJournal journal;
    private final AnswerFormat answers;
    private final Clock clock;

    public SettleOrder(Orders orders, Remotes remotes, SettlementJournal journal, AnswerFormat answers, Clock clock) {
        this.orders = orders;
        this.stock = remotes.stock();
        this.payments = remotes.payments();
        this.journal = journal;
        this.answers = answers;
        this.clock = clock;
    }

    /** Those whose word settlement needs. */
    public record Remotes(Stock stock, Payments payments) {}

    /** Returns true when nothing is left to do, false when it has to be tried again. */
    public boolean settle(UUID orderId) {
        var order = orders.find(orderId).orElseThrow();
        return switch (order.status()) {
            case PENDING -> reserve(order);
            case REJECTED -> release(order);
            case CONFIRMED -> true;
        };
    }

    private boolean reserve(Order order) {
        return switch (step("reserve", order, () -> stock.reserve(order.id(), order.lines()))) {
            case Stock.Reservation.Held(var lines) -> charge(price(order, lines));
            case Stock.Reservation.OutOfStock() -> mayHavePaid(order) ? false : reject(order, Rejection.OUT_OF_STOCK);
            case Stock.Reservation.UnknownProduct() -> reject(order, Rejection.UNKNOWN_PRODUCT);
            case Stock.Reservation.NoAnswer() -> false;
        };
    }

    private Order price(Order order, List<OrderLine> lines) {
        if (order.total() != null) {
            return order;
        }
        var total = lines.stream()
                .map(line -> Objects.requireNonNull(line.unitPrice()).times(line.quantity()))
                .reduce(Money::plus)
                .orElseThrow();
        var priced = order.priced(lines, total);
        orders.price(priced);
        return priced;
    }

    private boolean charge(Order order) {
        var total = Objects.requireNonNull(order.total());
        if (order.expectedTotal() != null && !order.expectedTotal().equals(total)) {
            return reject(order, Rejection.PRICE_CHANGED);
        }
        var charge = step(
                "charge", order, () -> payments.charge(order.id(), order.customerId(), total, order.paymentMethod()));
        return switch (charge) {
            case APPROVED -> commit(order);
            case DECLINED -> reject(order, Rejection.PAYMENT_DECLINED);
            case UNKNOWN -> false;
        };
    }

    private boolean commit(Order order) {
        if (!step("commit", order, () -> stock.commit(order.id()))) {
            return false;
        }
        finish(order.settled(OrderStatus.CONFIRMED, null, clock.instant()));
        return true;
    }

    /** The customer hears it now; the stock goes back as a second step that survives our end. */
    private boolean reject(Order order, Rejection reason) {
        var rejected = order.settled(OrderStatus.REJECTED, reason, clock.instant());
        // Somebody else settled it: what is to be done now is theirs to say, and stock they sold must not come back.
        return finish(rejected) ? release(rejected) : settle(order.id());
    }

    /** A priced order was held once and a charge may be on its way: it is not given up while that is unknown. */
    private static boolean mayHavePaid(Order order) {
        return order.total() != null;
    }

    private boolean release(Order order) {
        if (!step("release", order, () -> stock.release(order.id()))) {
            return false;
        }
        orders.finish(order.id());
        return true;
    }

    private boolean finish(Order settled) {
        var first = orders.settle(settled, new RecordedAnswer(true, answers.render(settled)));
        if (first) {
            journal.settled(settled);
        }
        return first;
    }

    private <T> T step(String name, Order order, Supplier<T> step) {
        return journal.step(name, order.id(), step);
    }
}
