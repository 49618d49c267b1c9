package dev.watertight.payment.domain;

import dev.watertight.payment.domain.Refunds.RecordedAnswer;
import java.time.Clock;
import java.util.UUID;

/**
 * Asks the acquirer for the refunds of an order that are promised, and writes down what it granted with what that moves.
 * Any number of callers may do so at once: the acquirer gives once for each key, and one of them writes it down.
 */
public final class GiveRefunds {
    private final Refunds refunds;
    private final Acquirer acquirer;
    private final PaymentJournal journal;
    private final AnswerFormat answers;
    private final Clock clock;

    public GiveRefunds(Refunds refunds, Acquirer acquirer, PaymentJournal journal, AnswerFormat answers, Clock clock) {
        this.refunds = refunds;
        this.acquirer = acquirer;
        this.journal = journal;
        this.answers = answers;
        this.clock = clock;
    }

    /** Returns whether none of the order's refunds is pending any more. */
    boolean goOn(UUID orderId) {
        var done = true;
        for (var refund : refunds.of(orderId)) {
            done &= refund.isDone() || give(refund);
        }
        return done;
    }

    private boolean give(Refund refund) {
        var answer = acquirer.refund(refund);
        journal.asked(refund, answer);
        return switch (answer) {
            case GRANTED -> finish(refund.done(clock.instant()));
            case REFUSED -> contradict(refund);
            case NOTHING -> false;
        };
    }

    private boolean finish(Refund done) {
        var now = clock.instant();
        refunds.finish(done, Movement.ofRefund(done, now), new RecordedAnswer(true, answers.render(done)));
        return true;
    }

    /** It stays promised: what our books and the acquirer's disagree on is for people to mend. */
    private boolean contradict(Refund refund) {
        if (refunds.refuse(refund.id(), clock.instant())) {
            journal.contradicted(refund);
        }
        return false;
    }
}
