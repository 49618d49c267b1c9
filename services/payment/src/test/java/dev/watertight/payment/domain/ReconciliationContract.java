package dev.watertight.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.payment.domain.Payments.Lease;
import dev.watertight.payment.domain.Payments.Work;
import dev.watertight.payment.domain.Reconciliation.Candidate;
import dev.watertight.payment.domain.Reconciliation.Window;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Reconciliation} promises. */
public abstract class ReconciliationContract extends BooksContract {
    private static final Instant UNTIL = NOW.plusSeconds(60);
    private static final UUID START = Reconciler.START;

    protected abstract Reconciliation reconciliation();

    /** Takes work off the books, as nothing ever should. */
    protected abstract void loseWork(UUID orderId);

    @Test
    void givesAPageToOneOfManyAtOnce() {
        var begun = AtOnce.all(12, _ -> () -> reconciliation().begin(NOW, UNTIL));
        assertThat(begun.stream().flatMap(Optional::stream)).containsExactly(START);
    }

    @Test
    void goesOnWhereItEnded() {
        var last = order(5);
        reconciliation().begin(NOW, UNTIL);
        reconciliation().end(UNTIL, last, NOW.plusSeconds(5));
        assertThat(reconciliation().begin(NOW.plusMillis(4999), UNTIL)).isEmpty();
        assertThat(reconciliation().begin(NOW.plusSeconds(5), UNTIL)).contains(last);
    }

    @Test
    void goesOnFromTheSamePlaceWhenAReplicaDied() {
        reconciliation().begin(NOW, UNTIL);
        assertThat(reconciliation().begin(UNTIL.minusMillis(1), UNTIL)).isEmpty();
        assertThat(reconciliation().begin(UNTIL, UNTIL.plusSeconds(60))).contains(START);
        reconciliation().end(UNTIL, order(5), NOW);
        assertThat(reconciliation().begin(UNTIL, UNTIL)).isEmpty();
    }

    @Test
    void pagesInTheOrderOfIds() {
        var third = opened(3, NOW);
        var first = opened(1, NOW);
        var second = opened(2, NOW);
        assertThat(page(START, window(0, 9), 2)).containsExactly(sound(first), sound(second));
        assertThat(page(second.orderId(), window(0, 9), 2)).containsExactly(sound(third));
        assertThat(page(third.orderId(), window(0, 9), 2)).isEmpty();
    }

    @Test
    void looksAtNoneThatIsTooYoungOrTooOld() {
        opened(1, NOW);
        var from = opened(2, NOW);
        var to = opened(4, NOW);
        opened(3, NOW.plusMillis(1));
        opened(5, NOW);
        assertThat(page(START, window(2, 4), 9)).containsExactly(sound(from), sound(to));
    }

    @Test
    void knowsSuspectsHoweverOldTheyAre() {
        var old = opened(1, NOW);
        var young = opened(3, NOW);
        reconciliation().report(old.orderId(), Mismatch.STATUS, NOW);
        reconciliation().report(young.orderId(), Mismatch.STATUS, NOW);
        assertThat(page(START, window(2, 9), 9)).containsExactly(suspect(old), suspect(young));
        assertThat(page(START, window(2, 9), 1)).containsExactly(suspect(old));
        reconciliation().clear(old.orderId());
        assertThat(page(START, window(2, 9), 9)).containsExactly(suspect(young));
    }

    @Test
    void namesSuspectsTheLongestKnownFirst() {
        var young = opened(3, NOW);
        var old = opened(1, NOW);
        opened(2, NOW);
        reconciliation().report(young.orderId(), Mismatch.STATUS, NOW);
        reconciliation().report(old.orderId(), Mismatch.STATUS, NOW.plusSeconds(1));
        assertThat(reconciliation().suspects(9)).containsExactly(suspect(young), suspect(old));
        assertThat(reconciliation().suspects(1)).containsExactly(suspect(young));
        reconciliation().clear(young.orderId());
        assertThat(reconciliation().suspects(9)).containsExactly(suspect(old));
    }

    @Test
    void tellsOnceThatSomethingIsWrong() {
        var orderId = order(1);
        assertThat(reconciliation().report(orderId, Mismatch.STATUS, NOW)).isTrue();
        assertThat(reconciliation().report(orderId, Mismatch.AMOUNT, NOW)).isFalse();
        assertThat(reconciliation().mismatches()).isEqualTo(1);
        reconciliation().clear(orderId);
        assertThat(reconciliation().mismatches()).isZero();
        assertThat(reconciliation().report(orderId, Mismatch.AMOUNT, NOW)).isTrue();
    }

    @Test
    void makesWorkDueAndLeavesItToWhoHasIt() {
        var pending = pending();
        payments().postpone(pending.orderId(), 7, NOW.plusSeconds(9));
        reconciliation().hurry(pending.orderId(), NOW);
        assertThat(lease(NOW)).containsExactly(new Work(pending, 7, "origin"));
        reconciliation().hurry(pending.orderId(), NOW);
        assertThat(lease(NOW)).isEmpty();
    }

    @Test
    void makesLostWorkAnew() {
        var pending = pending();
        loseWork(pending.orderId());
        reconciliation().hurry(pending.orderId(), NOW);
        assertThat(lease(NOW)).containsExactly(new Work(pending, 0, ""));
    }

    @Test
    void makesTheWorkOfARefundAnew() {
        var payment = approved();
        open(wanted(payment, 500), "key");
        loseWork(payment.orderId());
        reconciliation().hurry(payment.orderId(), NOW);
        assertThat(lease(NOW)).extracting(Work::payment).containsExactly(found(payment));
    }

    @Test
    void makesNoWorkWhereNothingIsPending() {
        reconciliation().hurry(approved().orderId(), NOW);
        assertThat(lease(NOW)).isEmpty();
    }

    private Payment opened(long millis, Instant createdAt) {
        var charge = new Payment.Charge(
                order(millis), UUID.randomUUID(), new Money(CHARGED, "EUR"), new PaymentMethod("tok_approve"));
        var payment = Payment.intended(UUID.randomUUID(), charge, createdAt);
        payments().open(payment, new Lease("payment-1", NOW.plus(LEASE)), "origin");
        return payment;
    }

    /** An order made so many milliseconds after the epoch. */
    private static UUID order(long millis) {
        return new UUID(millis << 16 | 0x7001, 0x8000_0000_0000_0001L);
    }

    private static Window window(long from, long to) {
        return new Window(new UUID(from << 16, 0), new UUID(to << 16 | 0xFFFF, -1), NOW);
    }

    private List<Candidate> page(UUID after, Window window, int limit) {
        return reconciliation().page(after, window, limit);
    }

    private static Candidate sound(Payment payment) {
        return new Candidate(payment, false);
    }

    private static Candidate suspect(Payment payment) {
        return new Candidate(payment, true);
    }
}
