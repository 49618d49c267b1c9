package dev.watertight.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.payment.domain.Movement.Entry;
import dev.watertight.payment.domain.Payments.Lease;
import dev.watertight.payment.domain.Payments.Work;
import dev.watertight.payment.domain.Refunds.IdempotencyKey;
import dev.watertight.payment.domain.Refunds.Opening;
import dev.watertight.payment.domain.Refunds.RecordedAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the contracts of payments with their refunds have in common. */
public abstract class BooksContract {
    protected static final Instant NOW = Instant.parse("2026-11-01T10:00:00.123456Z");
    protected static final Duration LEASE = Duration.ofSeconds(10);
    protected static final long CHARGED = 1999;

    protected final UUID support = UUID.randomUUID();

    protected abstract Payments payments();

    protected abstract Refunds refunds();

    /** All entries of the ledger. */
    protected abstract List<Entry> booked();

    protected Payment pending() {
        var charge = new Payment.Charge(
                UuidCreator.getTimeOrderedEpoch(),
                UUID.randomUUID(),
                new Money(CHARGED, "EUR"),
                new PaymentMethod("tok_approve"));
        var payment = Payment.intended(UuidCreator.getTimeOrderedEpoch(), charge, NOW);
        payments().open(payment, new Lease("payment-1", NOW.plus(LEASE)), "origin");
        return payment;
    }

    protected Payment approved() {
        return approve(pending());
    }

    protected Payment approve(Payment pending) {
        var approved = pending.approved(NOW);
        return payments()
                .decide(approved, List.of(Movement.ofCharge(approved, NOW)))
                .orElseThrow();
    }

    /** A refund that is not written anywhere yet. */
    protected Refund wanted(Payment payment, long amount) {
        var why = new Request(support, "came broken", NOW);
        return Refund.wanted(UuidCreator.getTimeOrderedEpoch(), payment, new Money(amount, "EUR"), why);
    }

    protected Opening open(Refund refund, String key) {
        return refunds().open(refund, key(key), new Lease("payment-1", NOW.plus(LEASE)), "origin");
    }

    protected IdempotencyKey key(String key) {
        return new IdempotencyKey(support, key, "print");
    }

    protected boolean finish(Refund refund) {
        var done = refund.done(NOW.plusSeconds(1));
        return refunds().finish(done, Movement.ofRefund(done, NOW), new RecordedAnswer(true, "done"));
    }

    protected Payment cancel(UUID orderId) {
        var why = new Request(UUID.randomUUID(), "changed my mind", NOW);
        var tombstone = Payment.tombstone(UuidCreator.getTimeOrderedEpoch(), orderId, "EUR", why);
        return refunds().cancel(tombstone, new Lease("payment-1", NOW.plus(LEASE)), "origin");
    }

    protected Payment found(Payment payment) {
        return payments().findByOrder(payment.orderId()).orElseThrow();
    }

    protected List<Work> lease(Instant now) {
        return payments().lease(new Lease("payment-2", now.plus(LEASE)), now, 1);
    }

    /** Promised is what its refunds add up to, and no more than was charged. */
    protected void assertPromised(Payment payment, long expected) {
        var sum = refunds().of(payment.orderId()).stream()
                .mapToLong(refund -> refund.amount().amount())
                .sum();
        assertThat(sum).isEqualTo(expected).isLessThanOrEqualTo(CHARGED);
        assertThat(found(payment).refundPromised()).isEqualTo(expected);
    }
}
