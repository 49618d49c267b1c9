package dev.watertight.acquirer.domain;

import java.time.Clock;

/** Gives money back, once for each key and never more than was taken. */
public final class GiveRefund {
    private final Books books;
    private final Clock clock;

    public GiveRefund(Books books, Clock clock) {
        this.books = books;
        this.clock = clock;
    }

    /** @param chargeKey the key under which the money was taken */
    public record Command(String key, String chargeKey, Money amount) {
        String request() {
            return "refund %d %s %s".formatted(amount.amount(), amount.currency(), chargeKey);
        }
    }

    /** What the one who asked gets to hear. */
    public sealed interface Result {
        record Decided(Refund refund) implements Result {}

        record UnknownCharge() implements Result {}

        record KeyReused() implements Result {}
    }

    public Result refund(Command command) {
        return switch (books.remember(command.key(), command.request())) {
            case FIRST, REPEATED -> decide(command);
            case OTHERWISE -> new Result.KeyReused();
        };
    }

    private Result decide(Command command) {
        var charge = books.charge(command.chargeKey());
        if (charge.isEmpty()) {
            return new Result.UnknownCharge();
        }
        return new Result.Decided(books.record(
                command.key(),
                charge.get(),
                refunded -> charge.get().refund(command.key(), command.amount(), refunded, clock.instant())));
    }
}
