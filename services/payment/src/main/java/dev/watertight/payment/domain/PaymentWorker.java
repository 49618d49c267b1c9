package dev.watertight.payment.domain;

import dev.watertight.payment.domain.Payments.Lease;
import dev.watertight.payment.domain.Payments.Work;
import java.util.random.RandomGenerator;

/** Ends, in the background, the charges and refunds that stayed pending. It never gives one up: money may have moved. */
public final class PaymentWorker {
    private final Payments payments;
    private final CompletePayment completing;
    private final PaymentJournal journal;
    private final ChargeOrder.Parts parts;
    private final RandomGenerator random;

    public PaymentWorker(
            Payments payments,
            CompletePayment completing,
            PaymentJournal journal,
            ChargeOrder.Parts parts,
            RandomGenerator random) {
        this.payments = payments;
        this.completing = completing;
        this.journal = journal;
        this.parts = parts;
        this.random = random;
    }

    /** Takes one payment that is due, if there is one, and goes on with it; returns whether there was one. */
    public boolean round() {
        var now = parts.clock().instant();
        var work = payments.lease(new Lease(parts.instance(), now.plus(ChargeOrder.LEASE)), now, 1);
        work.forEach(due -> journal.resume(due, () -> goOn(due)));
        return !work.isEmpty();
    }

    /** Whatever it throws, the payment waits its turn again: one that always fails must not keep the others waiting. */
    private void goOn(Work work) {
        try {
            if (!completing.goOn(work.payment())) {
                postpone(work);
            } else if (work.payment().isDecided()) {
                payments.finish(work.payment().orderId());
            }
        } catch (RuntimeException | Error e) {
            postponeAfter(e, work);
            throw e;
        }
    }

    private void postponeAfter(Throwable failure, Work work) {
        try {
            postpone(work);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void postpone(Work work) {
        var delay = Backoff.after(work.attempt(), random);
        var dueAt = parts.clock().instant().plus(delay);
        payments.postpone(work.payment().orderId(), work.attempt() + 1, dueAt);
    }
}
