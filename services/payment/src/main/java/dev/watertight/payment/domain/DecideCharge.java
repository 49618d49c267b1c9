package dev.watertight.payment.domain;

import dev.watertight.payment.domain.Acquirer.Answer;
import java.time.Clock;
import java.util.List;

/**
 * Finds out from the acquirer what becomes of a pending payment, and writes it down with what it moves. Any number of
 * callers may do so at once: the acquirer decides once for each key, and one of them writes it down.
 */
public final class DecideCharge {
    private final Payments payments;
    private final Acquirer acquirer;
    private final PaymentJournal journal;
    private final Clock clock;

    public DecideCharge(Payments payments, Acquirer acquirer, PaymentJournal journal, Clock clock) {
        this.payments = payments;
        this.acquirer = acquirer;
        this.journal = journal;
        this.clock = clock;
    }

    /** Asks for the money the first time; returns the payment as it stands then. */
    Payment begin(Payment pending) {
        var answer = acquirer.charge(pending.charge());
        return record(pending, answer instanceof Answer.Nothing ? truth(pending) : answer);
    }

    /** Goes on with a payment for which somebody asked before; returns it as it stands then. */
    Payment goOn(Payment pending) {
        return record(pending, truth(pending));
    }

    /**
     * What was never seen may still arrive, so it is sent again under the same key rather than given up. That goes for a
     * cancelled charge as well: only what is decided can be given back for good.
     */
    private Answer truth(Payment pending) {
        var answer = acquirer.find(pending.orderId());
        return answer instanceof Answer.NeverSeen ? acquirer.charge(pending.charge()) : answer;
    }

    private Payment record(Payment pending, Answer answer) {
        return switch (answer) {
            case Answer.Approved() -> {
                var approved = pending.approved(clock.instant());
                yield decide(approved, List.of(Movement.ofCharge(approved, clock.instant())));
            }
            case Answer.Declined(var reason) -> decide(pending.declined(reason, clock.instant()), List.of());
            case Answer.NeverSeen(), Answer.Nothing() -> {
                journal.asked(pending);
                yield pending;
            }
        };
    }

    private Payment decide(Payment decided, List<Movement> movements) {
        var written = payments.decide(decided, movements);
        written.ifPresent(journal::asked);
        return written.orElseGet(() -> payments.find(decided.id()).orElseThrow());
    }
}
