package dev.watertight.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.payment.domain.Movement.Entry;
import dev.watertight.payment.domain.Payments.Lease;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Refunds} promises to those who cancel an order. */
public abstract class CancellationsContract extends BooksContract {
    private static final Instant LATER = NOW.plus(LEASE);

    @Test
    void leavesATombstoneWhereThereIsNoCharge() {
        var orderId = UuidCreator.getTimeOrderedEpoch();
        var tombstone = cancel(orderId);
        assertThat(tombstone.status()).isEqualTo(PaymentStatus.DECLINED);
        assertThat(tombstone.reason()).isEqualTo(Decline.CANCELLED);
        assertThat(tombstone.charge().amount()).isEqualTo(new Money(0, "EUR"));
        assertThat(payments().findByOrder(orderId)).contains(tombstone);
        var late = Payment.intended(UUID.randomUUID(), charge(orderId), NOW);
        assertThat(payments().open(late, new Lease("payment-1", NOW), ""))
                .isEqualTo(new Payments.Opening.Known(tombstone));
        assertThat(lease(LATER)).isEmpty();
    }

    @Test
    void leavesOneTombstoneForManyAtOnce() {
        var orderId = UuidCreator.getTimeOrderedEpoch();
        var tombstones = AtOnce.all(32, _ -> () -> cancel(orderId));
        assertThat(tombstones.stream().distinct()).hasSize(1);
    }

    @Test
    void promisesTheRestOfWhatWasCharged() {
        var payment = approved();
        var partial = wanted(payment, 500);
        open(partial, "key");
        finish(partial);
        var cancelled = cancel(payment.orderId());
        assertThat(cancelled.status()).isEqualTo(PaymentStatus.APPROVED);
        assertThat(cancelled.isCancelled()).isTrue();
        var rest = refunds().find(payment.orderId()).orElseThrow();
        assertThat(rest.amount()).isEqualTo(new Money(CHARGED - 500, "EUR"));
        assertThat(rest.reason()).isEqualTo("changed my mind");
        assertThat(rest.paymentId()).isEqualTo(payment.id());
        assertPromised(payment, CHARGED);
        assertThat(lease(LATER)).hasSize(1);
    }

    @Test
    void keepsTheFirstCancellation() {
        var payment = approved();
        var first = cancel(payment.orderId());
        assertThat(cancel(payment.orderId())).isEqualTo(first);
        refunds().of(payment.orderId()).forEach(this::finish);
        assertThat(cancel(payment.orderId())).isEqualTo(first);
        assertPromised(payment, CHARGED);
        assertThat(lease(LATER)).isEmpty();
    }

    @Test
    void promisesTheWholeOfAPendingChargeWhenItIsApproved() {
        var pending = pending();
        assertThat(cancel(pending.orderId()).status()).isEqualTo(PaymentStatus.PENDING);
        assertThat(refunds().of(pending.orderId())).isEmpty();
        var approved = approve(pending);
        assertThat(approved).isEqualTo(found(pending));
        assertThat(approved.isCancelled()).isTrue();
        assertThat(refunds().of(pending.orderId())).extracting(Refund::id).containsExactly(pending.orderId());
        assertPromised(pending, CHARGED);
        assertThat(booked()).hasSize(2);
        assertThat(lease(LATER)).hasSize(1);
    }

    @Test
    void promisesNothingOfAPendingChargeThatIsDeclined() {
        var pending = pending();
        cancel(pending.orderId());
        var declined = payments().decide(pending.declined(Decline.REFUSED, NOW), List.of());
        assertThat(declined.orElseThrow().isCancelled()).isTrue();
        assertPromised(pending, 0);
        assertThat(lease(LATER)).isEmpty();
    }

    @Test
    void cancelsWhatWasDeclined() {
        var declined = pending();
        payments().decide(declined.declined(Decline.REFUSED, NOW), List.of());
        assertThat(cancel(declined.orderId()).isCancelled()).isTrue();
        assertPromised(declined, 0);
        assertThat(lease(LATER)).isEmpty();
    }

    @Test
    void leavesNothingToRefund() {
        var payment = approved();
        cancel(payment.orderId());
        assertThat(open(wanted(payment, 1), "key")).isEqualTo(new Refunds.Opening.ExceedsCharge());
    }

    @Test
    void promisesAllOnceWhileRefundsAreOpenedAtOnce() {
        var payment = approved();
        AtOnce.all(
                32,
                i -> () -> i % 4 == 0
                        ? cancel(payment.orderId()).isCancelled()
                        : open(wanted(payment, 100), "key-" + i) != null);
        assertPromised(payment, CHARGED);
    }

    @Test
    void promisesAllWhetherItComesBeforeOrAfterTheDecision() {
        for (var round = 0; round < 10; round++) {
            var pending = pending();
            AtOnce.all(2, i -> () -> i == 0 ? approve(pending) : cancel(pending.orderId()));
            assertPromised(pending, CHARGED);
            assertThat(lease(LATER)).extracting(Payments.Work::payment).containsExactly(found(pending));
            refunds().of(pending.orderId()).forEach(this::finish);
        }
        assertThat(booked().stream().mapToLong(Entry::amount).sum()).isZero();
    }

    @Test
    void meetsAChargeThatComesAtTheSameTime() {
        for (var round = 0; round < 10; round++) {
            var intended = Payment.intended(UUID.randomUUID(), charge(UuidCreator.getTimeOrderedEpoch()), NOW);
            AtOnce.all(
                    2,
                    i -> () -> i == 0
                            ? payments().open(intended, new Lease("payment-1", NOW.plus(LEASE)), "")
                            : cancel(intended.orderId()));
            assertThat(found(intended).isCancelled()).isTrue();
        }
    }

    private static Payment.Charge charge(UUID orderId) {
        return new Payment.Charge(
                orderId, UUID.randomUUID(), new Money(CHARGED, "EUR"), new PaymentMethod("tok_approve"));
    }
}
