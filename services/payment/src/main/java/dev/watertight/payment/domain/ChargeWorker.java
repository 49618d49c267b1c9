package dev.watertight.payment.domain;

import dev.watertight.payment.domain.Payments.Lease;
import dev.watertight.payment.domain.Payments.Work;
import java.util.random.RandomGenerator;

/** Decides, in the background, the payments that stayed pending. It never gives one up: the money may be taken. */
public final class ChargeWorker {
    private final Payments payments;
    private final DecideCharge deciding;
    private final ChargeJournal journal;
    private final ChargeOrder.Parts parts;
    private final RandomGenerator random;

    public ChargeWorker(
            Payments payments,
            DecideCharge deciding,
            ChargeJournal journal,
            ChargeOrder.Parts parts,
            RandomGenerator random) {
        this.payments = payments;
        this.deciding = deciding;
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

    private void goOn(Work work) {
        var payment = deciding.goOn(work.payment());
        if (!payment.isDecided()) {
            var delay = Backoff.after(work.attempt(), random);
            payments.postpone(
                    payment.orderId(),
                    work.attempt() + 1,
                    parts.clock().instant().plus(delay));
        }
    }
}
