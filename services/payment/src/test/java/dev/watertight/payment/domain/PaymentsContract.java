package dev.watertight.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.payment.domain.Movement.Entry;
import dev.watertight.payment.domain.Payments.Lease;
import dev.watertight.payment.domain.Payments.Opening;
import dev.watertight.payment.domain.Payments.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Payments} promises. */
public abstract class PaymentsContract {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00.123456Z");
    private static final Duration LEASE = Duration.ofSeconds(10);

    protected abstract Payments payments();

    /** All entries of the ledger. */
    protected abstract List<Entry> booked();

    @Test
    void findsWhatWasOpened() {
        var payment = payment(1999);
        assertThat(open(payment)).isEqualTo(new Opening.Opened());
        assertThat(payments().find(payment.id())).contains(payment);
        assertThat(payments().findByOrder(payment.orderId())).contains(payment);
    }

    @Test
    void findsNothingThatIsNotThere() {
        var payment = payment(1999);
        open(payment);
        assertThat(payments().find(payment.orderId())).isEmpty();
        assertThat(payments().findByOrder(payment.id())).isEmpty();
    }

    @Test
    void tellsWhatAnOrdersPaymentIsWhenItHasOne() {
        var first = payment(1999);
        open(first);
        var second = Payment.intended(UUID.randomUUID(), first.charge(), NOW.plusSeconds(1));
        assertThat(open(second)).isEqualTo(new Opening.Known(first));
        assertThat(payments().find(second.id())).isEmpty();
    }

    @Test
    void opensOneOfManyAtOnce() throws InterruptedException {
        var charge = payment(1999).charge();
        var openings = atOnce(() -> open(Payment.intended(UUID.randomUUID(), charge, NOW)));
        assertThat(openings).containsOnlyOnce(new Opening.Opened());
        var known = new Opening.Known(payments().findByOrder(charge.orderId()).orElseThrow());
        assertThat(openings.stream().filter(opening -> !opening.equals(new Opening.Opened())))
                .containsOnly(known);
    }

    @Test
    void booksWithTheDecision() {
        var approved = approve(payment(1999));
        assertThat(payments().findByOrder(approved.orderId())).contains(approved);
        assertThat(booked())
                .containsExactlyInAnyOrder(
                        new Entry(Account.ACQUIRER_RECEIVABLE, 1999), new Entry(Account.CUSTOMER_PAYMENTS, -1999));
    }

    @Test
    void keepsWhyItWasDeclinedAndBooksNothing() {
        var payment = payment(1999);
        open(payment);
        var declined = payment.declined(Decline.INSUFFICIENT_FUNDS, NOW.plusSeconds(1));
        assertThat(payments().decide(declined, List.of())).contains(declined);
        assertThat(payments().find(payment.id())).contains(declined);
        assertThat(booked()).isEmpty();
    }

    @Test
    void decidesOnce() {
        var approved = approve(payment(1999));
        assertThat(payments().decide(approved, movements(approved))).isEmpty();
        assertThat(payments().decide(approved.declined(Decline.REFUSED, NOW), List.of()))
                .isEmpty();
        assertThat(payments().find(approved.id())).contains(approved);
        assertThat(booked()).hasSize(2);
    }

    @Test
    void decidesOnceForManyAtOnce() throws InterruptedException {
        var payment = payment(1999);
        open(payment);
        var approved = payment.approved(NOW);
        assertThat(atOnce(() -> payments().decide(approved, movements(approved))))
                .containsOnlyOnce(Optional.of(approved));
        assertThat(booked()).hasSize(2);
    }

    @Test
    void decidesNothingThatIsAbsent() {
        var payment = payment(1999).approved(NOW);
        assertThat(payments().decide(payment, movements(payment))).isEmpty();
        assertThat(booked()).isEmpty();
    }

    @Test
    void leasesWorkOnlyWhenItsLeaseHasEnded() {
        var payment = payment(1999);
        open(payment);
        assertThat(lease(NOW.plus(LEASE).minusMillis(1))).isEmpty();
        assertThat(lease(NOW.plus(LEASE))).containsExactly(new Work(payment, 0, "origin"));
        assertThat(lease(NOW.plus(LEASE))).isEmpty();
    }

    @Test
    void leasesWorkThatIsDueAgainAndCountsAttempts() {
        var payment = payment(1999);
        open(payment);
        payments().postpone(payment.orderId(), 3, NOW.plusMillis(200));
        assertThat(lease(NOW.plusMillis(199))).isEmpty();
        assertThat(lease(NOW.plusMillis(200))).containsExactly(new Work(payment, 3, "origin"));
    }

    @Test
    void leasesNoMoreThanAskedForAndTheOldestFirst() {
        var later = payment(1);
        var sooner = payment(2);
        open(later);
        open(sooner);
        payments().postpone(later.orderId(), 1, NOW.plusMillis(2));
        payments().postpone(sooner.orderId(), 1, NOW.plusMillis(1));
        assertThat(lease(NOW.plusSeconds(1))).containsExactly(new Work(sooner, 1, "origin"));
        assertThat(lease(NOW.plusSeconds(1))).containsExactly(new Work(later, 1, "origin"));
    }

    @Test
    void leasesWorkToOneOfManyAtOnce() throws InterruptedException {
        open(payment(1999));
        var leased = atOnce(() -> lease(NOW.plus(LEASE)));
        assertThat(leased.stream().filter(work -> !work.isEmpty())).hasSize(1);
    }

    @Test
    void hasNothingToDoForADecidedPayment() {
        var approved = approve(payment(1999));
        payments().postpone(approved.orderId(), 1, NOW);
        assertThat(lease(NOW.plusSeconds(3600))).isEmpty();
    }

    @Test
    void keepsTheWorkOfWhatIsPending() {
        var payment = payment(1999);
        open(payment);
        payments().finish(payment.orderId());
        assertThat(lease(NOW.plus(LEASE))).hasSize(1);
    }

    private Payment approve(Payment payment) {
        open(payment);
        var approved = payment.approved(NOW.plusSeconds(1));
        assertThat(payments().decide(approved, movements(approved))).contains(approved);
        return approved;
    }

    private static List<Movement> movements(Payment approved) {
        return List.of(Movement.ofCharge(approved, NOW));
    }

    private Opening open(Payment payment) {
        return payments().open(payment, new Lease("payment-1", NOW.plus(LEASE)), "origin");
    }

    private List<Work> lease(Instant now) {
        return payments().lease(new Lease("payment-2", now.plus(LEASE)), now, 1);
    }

    private static Payment payment(long amount) {
        var charge = new Payment.Charge(
                UuidCreator.getTimeOrderedEpoch(),
                UUID.randomUUID(),
                new Money(amount, "EUR"),
                new PaymentMethod("tok_approve"));
        return Payment.intended(UuidCreator.getTimeOrderedEpoch(), charge, NOW);
    }

    private static <T> List<T> atOnce(Callable<T> work) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(Collections.nCopies(12, work)).stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }
}
