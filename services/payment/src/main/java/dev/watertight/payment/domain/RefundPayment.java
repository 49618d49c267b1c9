package dev.watertight.payment.domain;

import dev.watertight.payment.domain.Payments.Lease;
import dev.watertight.payment.domain.Refunds.IdempotencyKey;
import dev.watertight.payment.domain.Refunds.IdempotencyRecord;
import dev.watertight.payment.domain.Refunds.Opening;
import dev.watertight.payment.domain.Refunds.RecordedAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Gives back part of a payment, never more than was charged; the first recorded answer wins. */
public final class RefundPayment {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Books books;
    private final GiveRefunds giving;
    private final PaymentJournal journal;
    private final AnswerFormat answers;
    private final ChargeOrder.Parts parts;

    public RefundPayment(
            Books books, GiveRefunds giving, PaymentJournal journal, AnswerFormat answers, ChargeOrder.Parts parts) {
        this.books = books;
        this.giving = giving;
        this.journal = journal;
        this.answers = answers;
        this.parts = parts;
    }

    /** Where payments and their refunds are kept. */
    public record Books(Payments payments, Refunds refunds) {}

    /**
     * What somebody asks for.
     *
     * @param answerBy when an answer must be given, done or not
     */
    public record Command(UUID paymentId, UUID requestedBy, String key, Money amount, String reason, Instant answerBy) {
        /** The same for the same refund, whenever it is asked for; only the reason, which is last, may hold a bar. */
        String fingerprint() {
            return Fingerprint.of(paymentId + "|" + amount.amount() + amount.currency() + "|" + reason);
        }
    }

    /** What the one who asked hears. */
    public sealed interface Result {
        record Answered(UUID paymentId, RecordedAnswer answer) implements Result {}

        record UnknownPayment() implements Result {}

        /** Nobody knows yet whether anything was taken. */
        record Undecided() implements Result {}

        /** The payment was declined: nothing was taken that could go back. */
        record NotRefundable() implements Result {}

        /** More than is left of the charge. */
        record ExceedsCharge() implements Result {}

        /** The key came before, with another refund. */
        record KeyReused() implements Result {}

        /** The first copy of this request is being written this very moment. */
        record InProgress() implements Result {}
    }

    public Result refund(Command command) {
        var payment = books.payments().find(command.paymentId());
        return payment.isEmpty() ? new Result.UnknownPayment() : refund(command, payment.get());
    }

    private Result refund(Command command, Payment payment) {
        var now = parts.clock().instant();
        var why = new Request(command.requestedBy(), command.reason(), now);
        var refund = Refund.wanted(parts.ids().get(), payment, command.amount(), why);
        var key = new IdempotencyKey(command.requestedBy(), command.key(), command.fingerprint());
        var lease = new Lease(parts.instance(), now.plus(ChargeOrder.LEASE));
        return switch (books.refunds().open(refund, key, lease, journal.origin())) {
            case Opening.Opened() -> giveNow(refund, key);
            case Opening.Known(var known) -> replay(known, key, command);
            case Opening.Undecided() -> new Result.Undecided();
            case Opening.NotRefundable() -> new Result.NotRefundable();
            case Opening.ExceedsCharge() -> new Result.ExceedsCharge();
            case Opening.InProgress() -> new Result.InProgress();
        };
    }

    private Result giveNow(Refund refund, IdempotencyKey key) {
        var done = giving.goOn(refund.orderId());
        var answer = books.refunds().recordAnswer(key, new RecordedAnswer(false, answers.render(refund)));
        if (!done) {
            books.payments()
                    .postpone(refund.orderId(), 1, parts.clock().instant().plus(Backoff.FIRST));
        }
        return new Result.Answered(refund.paymentId(), answer);
    }

    private Result replay(IdempotencyRecord known, IdempotencyKey key, Command command) {
        if (!known.fingerprint().equals(key.fingerprint())) {
            return new Result.KeyReused();
        }
        if (known.answer() != null) {
            return new Result.Answered(command.paymentId(), known.answer());
        }
        var answer = awaitAnswer(key, command.answerBy()).orElseGet(() -> recordPending(known, key));
        return new Result.Answered(command.paymentId(), answer);
    }

    /** Looks for the answer of the copy that came first until there is one or an answer has to be given. */
    private Optional<RecordedAnswer> awaitAnswer(IdempotencyKey key, Instant answerBy) {
        var answer = books.refunds().recordedAnswer(key);
        while (answer.isEmpty()
                && parts.clock().instant().isBefore(answerBy)
                && !Thread.currentThread().isInterrupted()) {
            parts.pause().accept(LOOK_AGAIN);
            answer = books.refunds().recordedAnswer(key);
        }
        return answer;
    }

    private RecordedAnswer recordPending(IdempotencyRecord known, IdempotencyKey key) {
        var refund = books.refunds().find(known.refundId()).orElseThrow();
        return books.refunds().recordAnswer(key, new RecordedAnswer(false, answers.render(refund.asOpened())));
    }
}
