package dev.watertight.payment.domain;

import dev.watertight.payment.domain.Payments.Lease;
import dev.watertight.payment.domain.Payments.Opening;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Charges an order once, however often it is asked to: the intent is written before anybody is asked for the money. */
public final class ChargeOrder {
    /** As long as no worker touches a payment: more than the longest request takes. */
    static final Duration LEASE = Duration.ofSeconds(10);

    private final Payments payments;
    private final DecideCharge deciding;
    private final PaymentJournal journal;
    private final Parts parts;

    public ChargeOrder(Payments payments, DecideCharge deciding, PaymentJournal journal, Parts parts) {
        this.payments = payments;
        this.deciding = deciding;
        this.journal = journal;
        this.parts = parts;
    }

    /**
     * What differs between a process and a test: who we are, new ids, the time.
     *
     * @param pause waits as long as it is told
     */
    public record Parts(String instance, Supplier<UUID> ids, Clock clock, Consumer<Duration> pause) {}

    /** What the one who asked hears. */
    public sealed interface Result {
        /** The order's payment: cancelled, decided or, if the acquirer could not be heard in time, pending. */
        record Charged(Payment payment) implements Result {}

        /** The order was charged before, with another amount, customer or payment method. */
        record Differs() implements Result {}
    }

    public Result charge(Payment.Charge charge) {
        var now = parts.clock().instant();
        var intended = Payment.intended(parts.ids().get(), charge, now);
        var lease = new Lease(parts.instance(), now.plus(LEASE));
        return switch (payments.open(intended, lease, journal.origin())) {
            case Opening.Opened() -> new Result.Charged(begin(intended));
            case Opening.Known(var known) -> known(known, charge);
        };
    }

    /** A cancelled order is not charged, whatever is asked: whoever asks may have been asleep since before. */
    private Result known(Payment known, Payment.Charge charge) {
        if (known.isCancelled()) {
            return new Result.Charged(known);
        }
        return known.charge().equals(charge) ? new Result.Charged(repeat(known)) : new Result.Differs();
    }

    private Payment begin(Payment intended) {
        var payment = deciding.begin(intended);
        if (!payment.isDecided()) {
            payments.postpone(payment.orderId(), 1, parts.clock().instant().plus(Backoff.FIRST));
        }
        return payment;
    }

    private Payment repeat(Payment known) {
        return known.isDecided() ? known : deciding.goOn(known);
    }
}
