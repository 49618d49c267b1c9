package dev.watertight.payment.domain;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** All that Payment does, put together over its ports as its Main does it. */
final class Desk {
    final ChargeOrder charging;
    final CancelCharge cancelling;
    final RefundPayment refunding;
    final PaymentWorker worker;

    /** What a Desk stands on. */
    record Ports(Payments payments, Refunds refunds, Acquirer acquirer) {
        /** The same, for a process that ends some time. */
        Ports of(Mortal process) {
            return new Ports(
                    process.port(Payments.class, payments),
                    process.port(Refunds.class, refunds),
                    process.port(Acquirer.class, acquirer));
        }
    }

    Desk(Ports ports, PaymentJournal journal, Clock clock) {
        this(ports, journal, parts(clock), new Random(1));
    }

    Desk(Ports ports, PaymentJournal journal, ChargeOrder.Parts parts, RandomGenerator random) {
        var clock = parts.clock();
        var payments = ports.payments();
        var refunds = ports.refunds();
        var deciding = new DecideCharge(payments, ports.acquirer(), journal, clock);
        var giving = new GiveRefunds(refunds, ports.acquirer(), journal, Desk::render, clock);
        var completing = new CompletePayment(deciding, giving);
        charging = new ChargeOrder(payments, deciding, journal, parts);
        cancelling = new CancelCharge(payments, refunds, completing, journal, parts);
        refunding = new RefundPayment(new RefundPayment.Books(payments, refunds), giving, journal, Desk::render, parts);
        worker = new PaymentWorker(payments, completing, journal, parts, random);
    }

    static ChargeOrder.Parts parts(Clock clock) {
        return new ChargeOrder.Parts("payment-1", UUID::randomUUID, clock, _ -> {});
    }

    static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    static String render(Refund refund) {
        return refund.id() + " " + refund.status();
    }
}
