package dev.watertight.acquirer.domain;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/** Takes money, once for each key, and mistreats whoever asks as the payment method demands. */
public final class TakeCharge {
    private final Books books;
    private final Clock clock;
    private final Consumer<Duration> pause;

    /** @param pause waits as long as it is told */
    public TakeCharge(Books books, Clock clock, Consumer<Duration> pause) {
        this.books = books;
        this.clock = clock;
        this.pause = pause;
    }

    /** @param paymentMethod its token; any text, as an unknown one is a decision too */
    public record Command(String key, Money amount, String paymentMethod) {
        String request() {
            return "charge %d %s %s".formatted(amount.amount(), amount.currency(), paymentMethod);
        }
    }

    /** What the one who asked gets to hear. */
    public sealed interface Result {
        record Decided(Charge charge) implements Result {}

        /** The decision stands, and nobody is told. */
        record Unheard() implements Result {}

        /** An error, before anything was decided. */
        record Broken() implements Result {}

        record KeyReused() implements Result {}
    }

    public Result charge(Command command) {
        return switch (books.remember(command.key(), command.request())) {
            case FIRST -> firstTime(command);
            case REPEATED -> new Result.Decided(decide(command));
            case OTHERWISE -> new Result.KeyReused();
        };
    }

    private Result firstTime(Command command) {
        return switch (PaymentMethod.of(command.paymentMethod())) {
            case ERROR_ONCE -> new Result.Broken();
            case LOST_ANSWER -> {
                decide(command);
                yield new Result.Unheard();
            }
            case APPROVE, DECLINE, INSUFFICIENT_FUNDS, SLOW, UNKNOWN -> new Result.Decided(decide(command));
        };
    }

    private Charge decide(Command command) {
        return books.charge(command.key()).orElseGet(() -> {
            var method = PaymentMethod.of(command.paymentMethod());
            pause.accept(method.delay());
            return books.record(new Charge(command.key(), command.amount(), method.decline(), clock.instant()));
        });
    }
}
