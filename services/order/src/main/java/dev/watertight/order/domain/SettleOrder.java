package dev.watertight.order.domain;

import dev.watertight.order.domain.Orders.RecordedAnswer;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes an order as far as it goes now: reserve stock, charge, commit the stock, confirmed; or, once it is called off, give
 * stock and money back, cancelled. Every step may be repeated, so it always begins at the beginning; whoever comes second
 * finds each step done. docs/settlement.md tells what happens when the process ends before or after any of them.
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
            case CANCELLING -> undo(order);
            case CONFIRMED, CANCELLED -> finish(order);
        };
    }

    private boolean reserve(Order order) {
        return switch (step("reserve", order, () -> stock.reserve(order.id(), order.lines()))) {
            case Stock.Reservation.Held(var lines) -> price(order, lines);
            case Stock.Reservation.OutOfStock() ->
                mayHavePaid(order) ? giveBack(order) : reject(order, Rejection.OUT_OF_STOCK, null);
            case Stock.Reservation.UnknownProduct() -> reject(order, Rejection.UNKNOWN_PRODUCT, null);
            case Stock.Reservation.NoAnswer() -> false;
        };
    }

    private boolean price(Order order, List<OrderLine> lines) {
        if (order.total() != null) {
            return charge(order);
        }
        var total = lines.stream()
                .map(line -> Objects.requireNonNull(line.unitPrice()).times(line.quantity()))
                .reduce(Money::plus)
                .orElseThrow();
        var priced = order.priced(lines, total);
        // Without the price written down nobody is charged: a rejection could not know that there may be a payment.
        return orders.price(priced) ? charge(priced) : settle(order.id());
    }

    private boolean charge(Order order) {
        var total = Objects.requireNonNull(order.total());
        if (order.expectedTotal() != null && !order.expectedTotal().equals(total)) {
            return reject(order, Rejection.PRICE_CHANGED, null);
        }
        var charge = step(
                "charge", order, () -> payments.charge(order.id(), order.customerId(), total, order.paymentMethod()));
        return switch (charge) {
            case APPROVED -> commit(order);
            case DECLINED -> reject(order, Rejection.PAYMENT_DECLINED, null);
            case REFUNDED -> giveBack(order);
            case UNKNOWN -> false;
        };
    }

    private boolean commit(Order order) {
        return step("commit", order, () -> stock.commit(order.id()))
                && (conclude(order.confirmed(clock.instant())) || settle(order.id()));
    }

    /** A priced order was held once and a charge may be on its way: what was taken goes back before it is rejected. */
    private boolean giveBack(Order order) {
        return switch (refund(order, "out of stock")) {
            case Payments.Refund.Done(var refunded) -> reject(order, Rejection.OUT_OF_STOCK, refunded);
            case Payments.Refund.Unknown() -> false;
        };
    }

    /** The customer hears it now; the stock goes back as a second step that survives our end. */
    private boolean reject(Order order, Rejection reason, @Nullable Money refunded) {
        var rejected = order.rejected(reason, some(refunded), clock.instant());
        // Somebody else settled it: what is to be done now is theirs to say, and stock they sold must not come back.
        return conclude(rejected) ? release(rejected) : settle(order.id());
    }

    private static boolean mayHavePaid(Order order) {
        return order.total() != null;
    }

    private boolean release(Order order) {
        return step("release", order, () -> stock.release(order.id())) && finish(order);
    }

    /** Stock and money each leave a tombstone, so that neither is taken by a step that was on its way. */
    private boolean undo(Order order) {
        if (!step("release", order, () -> stock.release(order.id()))) {
            return false;
        }
        return switch (refund(order, "called off")) {
            case Payments.Refund.Done(var refunded) -> {
                cancel(order.cancelled(some(refunded), clock.instant()));
                yield true;
            }
            case Payments.Refund.Unknown() -> false;
        };
    }

    private Payments.Refund refund(Order order, String reason) {
        return step("refund", order, () -> payments.refund(order.id(), order.customerId(), reason));
    }

    private void cancel(Order cancelled) {
        if (orders.cancel(cancelled, new RecordedAnswer(false, answers.render(cancelled.asPlaced())))) {
            journal.settled(cancelled);
        }
    }

    private boolean finish(Order order) {
        orders.finish(order.id());
        return true;
    }

    private boolean conclude(Order settled) {
        var first = orders.settle(settled, new RecordedAnswer(true, answers.render(settled)));
        if (first) {
            journal.settled(settled);
        }
        return first;
    }

    private static @Nullable Money some(@Nullable Money refunded) {
        return refunded == null || refunded.amount() == 0 ? null : refunded;
    }

    private <T> T step(String name, Order order, Supplier<T> step) {
        return journal.step(name, order.id(), step);
    }
}
