package dev.watertight.payment.domain;

import dev.watertight.payment.domain.Payments.Lease;
import java.util.UUID;

/** Gives back whatever is left of an order's charge and refuses every later one, even if there was none yet. */
public final class CancelCharge {
    private final Payments payments;
    private final Refunds refunds;
    private final CompletePayment completing;
    private final PaymentJournal journal;
    private final ChargeOrder.Parts parts;

    public CancelCharge(
            Payments payments,
            Refunds refunds,
            CompletePayment completing,
            PaymentJournal journal,
            ChargeOrder.Parts parts) {
        this.payments = payments;
        this.refunds = refunds;
        this.completing = completing;
        this.journal = journal;
        this.parts = parts;
    }

    /** @param currency of the nothing that is given back where nothing was charged */
    public record Command(UUID orderId, UUID customerId, String reason, String currency) {}

    /** Returns whether nothing is pending any more; if something is, the worker goes on with it. */
    public boolean cancel(Command command) {
        var now = parts.clock().instant();
        var why = new Request(command.customerId(), command.reason(), now);
        var tombstone = Payment.tombstone(parts.ids().get(), command.orderId(), command.currency(), why);
        var lease = new Lease(parts.instance(), now.plus(ChargeOrder.LEASE));
        var done = completing.goOn(refunds.cancel(tombstone, lease, journal.origin()));
        if (!done) {
            payments.postpone(command.orderId(), 1, parts.clock().instant().plus(Backoff.FIRST));
        }
        return done;
    }
}
