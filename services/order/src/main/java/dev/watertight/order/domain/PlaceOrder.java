package dev.watertight.order.domain;

import dev.watertight.order.domain.Orders.IdempotencyKey;
import dev.watertight.order.domain.Orders.IdempotencyRecord;
import dev.watertight.order.domain.Orders.Lease;
import dev.watertight.order.domain.Orders.Placement;
import dev.watertight.order.domain.Orders.RecordedAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes an order and settles it at once if that is possible in time; the first recorded answer wins. */
public final class PlaceOrder {
    /** As long as nobody else may work on an order: more than the longest request takes. */
    static final Duration LEASE = Duration.ofSeconds(10);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Orders orders;
    private final SettleOrder settlement;
    private final SettlementJournal journal;
    private final AnswerFormat answers;
    private final Parts parts;

    public PlaceOrder(
            Orders orders, SettleOrder settlement, SettlementJournal journal, AnswerFormat answers, Parts parts) {
        this.orders = orders;
        this.settlement = settlement;
        this.journal = journal;
        this.answers = answers;
        this.parts = parts;
    }

    /**
     * What differs between a process and a test: who we are, new ids, the time.
     *
     * @param pause waits as long as it is told
     */
    public record Parts(String instance, Supplier<UUID> ids, Clock clock, Consumer<Duration> pause) {}

    /**
     * What a customer asks for.
     *
     * @param answerBy when an answer must be given, settled or not
     */
    public record Command(
            UUID customerId,
            String key,
            List<OrderLine> lines,
            String paymentMethod,
            @Nullable Money expectedTotal,
            Instant answerBy) {
        public Command {
            lines = List.copyOf(lines);
        }

        /**
         * The same for the same order, whenever it is asked for, and of another order another one. Behind the first bar
         * those of the method come in pairs; one bar left over, which the digits of an amount follow, begins the total.
         */
        String fingerprint() {
            var text = lines.stream()
                    .map(line -> line.productId() + ":" + line.quantity())
                    .collect(Collectors.joining(",", "", "|" + paymentMethod.replace("|", "||")));
            return Fingerprint.of(
                    expectedTotal == null ? text : text + "|" + expectedTotal.amount() + expectedTotal.currency());
        }
    }

    /** What the customer hears. */
    public sealed interface Result {
        record Answered(UUID orderId, RecordedAnswer answer) implements Result {}

        /** The key came before, with another order. */
        record KeyReused() implements Result {}

        /** The first copy of this request is being written this very moment. */
        record InProgress() implements Result {}
    }

    public Result place(Command command) {
        var key = new IdempotencyKey(command.customerId(), command.key(), command.fingerprint());
        var now = parts.clock().instant();
        var order = Order.placed(parts.ids().get(), command, now);
        return switch (orders.place(order, key, new Lease(parts.instance(), now.plus(LEASE)), journal.origin())) {
            case Placement.Placed() -> settleNow(order, key);
            case Placement.Known(var known) -> replay(known, key, command.answerBy());
            case Placement.InProgress() -> new Result.InProgress();
        };
    }

    private Result settleNow(Order order, IdempotencyKey key) {
        journal.placed(order);
        var done = settlement.settle(order.id());
        var answer = orders.recordAnswer(key, new RecordedAnswer(false, answers.render(order)));
        if (!done) {
            orders.postpone(order.id(), 1, parts.clock().instant().plus(Backoff.FIRST));
        }
        return new Result.Answered(order.id(), answer);
    }

    private Result replay(IdempotencyRecord known, IdempotencyKey key, Instant answerBy) {
        if (!known.fingerprint().equals(key.fingerprint())) {
            return new Result.KeyReused();
        }
        if (known.answer() != null) {
            return new Result.Answered(known.orderId(), known.answer());
        }
        return new Result.Answered(
                known.orderId(), awaitAnswer(key, answerBy).orElseGet(() -> recordPending(known, key)));
    }

    /** Looks for the answer of the copy that came first until there is one or an answer has to be given. */
    private Optional<RecordedAnswer> awaitAnswer(IdempotencyKey key, Instant answerBy) {
        var answer = orders.recordedAnswer(key);
        while (answer.isEmpty()
                && parts.clock().instant().isBefore(answerBy)
                && !Thread.currentThread().isInterrupted()) {
            parts.pause().accept(LOOK_AGAIN);
            answer = orders.recordedAnswer(key);
        }
        return answer;
    }

    private RecordedAnswer recordPending(IdempotencyRecord known, IdempotencyKey key) {
        var order = orders.find(known.orderId()).orElseThrow();
        return orders.recordAnswer(key, new RecordedAnswer(false, answers.render(order.asPlaced())));
    }
}
