package dev.watertight.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.payment.domain.Payments.Lease;
import dev.watertight.payment.domain.Statements.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the comparison with the acquirer finds, hurries up and leaves alone. */
final class ReconcilerTest {
    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

    private final InMemoryPayments payments = new InMemoryPayments();
    private final InMemoryRefunds refunds = new InMemoryRefunds(payments);
    private final InMemoryReconciliation reconciliation = new InMemoryReconciliation(payments);
    private final Map<UUID, Statement> statements = new HashMap<>();
    private final List<UUID> asked = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private Instant now = START;
    private int made;

    @Test
    void findsNothingWrongWithWhatIsRight() {
        says(approved(), taken(1999, 0));
        says(declined(), new Statement.Declined());
        says(partlyRefunded(), taken(1999, 500));
        cancelled();
        reconcile();
        assertThat(asked).hasSize(4);
        assertThat(reconciliation.mismatches()).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void findsWhatDiffers() {
        var expected = new HashMap<UUID, Mismatch>();
        expected.put(says(approved(), new Statement.Declined()), Mismatch.STATUS);
        expected.put(approved(), Mismatch.STATUS);
        expected.put(says(declined(), taken(1999, 0)), Mismatch.STATUS);
        expected.put(declined(), Mismatch.STATUS);
        expected.put(says(cancelled(), taken(1999, 0)), Mismatch.STATUS);
        expected.put(says(approved(), taken(1998, 0)), Mismatch.AMOUNT);
        expected.put(says(approved(), new Statement.Taken(new Money(1999, "CHF"), 0)), Mismatch.AMOUNT);
        expected.put(says(approved(), taken(1999, 1)), Mismatch.REFUNDED);
        expected.put(says(partlyRefunded(), taken(1999, 499)), Mismatch.REFUNDED);
        expected.put(says(partlyRefunded(), taken(1999, 501)), Mismatch.REFUNDED);
        expected.put(says(refused(), taken(1999, 0)), Mismatch.REFUND_REFUSED);
        reconcile();
        assertThat(reconciliation.found()).isEqualTo(expected);
        assertThat(told).hasSize(expected.size());
    }

    @Test
    void tellsItOnceAndTakesItBackWhenItIsRightAgain() {
        var orderId = says(approved(), taken(1998, 0));
        reconcile();
        pass(Reconciler.REST);
        reconcile();
        assertThat(told).containsExactly(orderId + " AMOUNT");
        pass(Duration.ofDays(8));
        says(orderId, taken(1999, 0));
        reconcile();
        assertThat(reconciliation.mismatches()).isZero();
    }

    @Test
    void seesSoonThatSomethingWasPutRight() {
        var orderId = says(approved(), taken(1998, 0));
        IntStream.range(0, Reconciler.PAGE).forEach(_ -> says(approved(), taken(1999, 0)));
        reconcile();
        says(orderId, taken(1999, 0));
        pass(Reconciler.PAUSE);
        reconcile();
        assertThat(reconciliation.mismatches()).isZero();
    }

    @Test
    void onlyHurriesWhatIsPending() {
        var charge = opened().orderId();
        var refund = says(refund(approved(), false).orderId(), taken(1999, 0));
        var granted = says(refund(approved(), false).orderId(), taken(1999, 500));
        for (var orderId : List.of(charge, refund, granted)) {
            payments.loseWork(orderId);
        }
        reconcile();
        assertThat(asked).doesNotContain(charge);
        assertThat(reconciliation.mismatches()).isZero();
        assertThat(payments.lease(new Lease("payment-2", now), now, 9))
                .extracting(work -> work.payment().orderId())
                .containsExactlyInAnyOrder(charge, refund, granted);
    }

    @Test
    void leavesAloneWhatChangesWhileItAsks() {
        var orderId = says(approved(), taken(1999, 500));
        new Reconciler(
                        reconciliation,
                        new RefundPayment.Books(payments, refunds),
                        asking -> {
                            refund(orderId, true);
                            return statement(asking);
                        },
                        journal(),
                        Desk.at(now))
                .round();
        assertThat(reconciliation.mismatches()).isZero();
    }

    @Test
    void goesThroughAllPageByPageAndBeginsAnew() {
        for (var i = 0; i < Reconciler.PAGE + 10; i++) {
            says(approved(), taken(1999, 0));
        }
        reconcile();
        assertThat(asked).hasSize(Reconciler.PAGE);
        pass(Reconciler.PAUSE.minusMillis(1));
        reconcile();
        assertThat(asked).hasSize(Reconciler.PAGE);
        pass(Duration.ofMillis(1));
        reconcile();
        assertThat(asked).hasSize(Reconciler.PAGE + 10).doesNotHaveDuplicates();
        pass(Reconciler.REST);
        reconcile();
        assertThat(asked).hasSize(2 * Reconciler.PAGE + 10);
    }

    @Test
    void asksNoMoreOfAnAcquirerThatIsSilentAndGoesOnBehindIt() {
        var first = says(approved(), new Statement.Silent());
        var second = says(approved(), taken(1998, 0));
        reconcile();
        assertThat(asked).containsExactly(first);
        pass(Reconciler.PAUSE);
        reconcile();
        assertThat(asked).containsExactly(first, second);
        assertThat(reconciliation.found()).containsOnlyKeys(second);
    }

    @Test
    void looksAtNoneThatIsYoungerThanHalfAMinute() {
        approved();
        now = START.plusSeconds(29);
        reconcile();
        assertThat(asked).isEmpty();
    }

    private void reconcile() {
        if (now.isBefore(START.plusSeconds(29))) {
            pass(Duration.ofMinutes(1));
        }
        var books = new RefundPayment.Books(payments, refunds);
        new Reconciler(reconciliation, books, this::statement, journal(), Desk.at(now)).round();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private Statement statement(UUID orderId) {
        asked.add(orderId);
        return statements.getOrDefault(orderId, new Statement.NeverSeen());
    }

    private ReconciliationJournal journal() {
        return new ReconciliationJournal() {
            @Override
            public void compared() {
                // Nobody counts here.
            }

            @Override
            public void mismatch(UUID orderId, Mismatch kind) {
                told.add(orderId + " " + kind);
            }
        };
    }

    private UUID says(UUID orderId, Statement statement) {
        statements.put(orderId, statement);
        return orderId;
    }

    private static Statement taken(long amount, long refunded) {
        return new Statement.Taken(new Money(amount, "EUR"), refunded);
    }

    private Payment opened() {
        made++;
        var orderId = new UUID(START.toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0000L | made);
        var charge = new Payment.Charge(
                orderId, UUID.randomUUID(), new Money(1999, "EUR"), new PaymentMethod("tok_approve"));
        var payment = Payment.intended(UUID.randomUUID(), charge, START);
        payments.open(payment, new Lease("payment-1", START), "");
        return payment;
    }

    private UUID approved() {
        return payments.decide(opened().approved(START), List.of())
                .orElseThrow()
                .orderId();
    }

    private UUID declined() {
        return payments.decide(opened().declined(Decline.REFUSED, START), List.of())
                .orElseThrow()
                .orderId();
    }

    private UUID cancelled() {
        made++;
        var orderId = new UUID(START.toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0000L | made);
        var why = new Request(UUID.randomUUID(), "why", START);
        return refunds.cancel(
                        Payment.tombstone(UUID.randomUUID(), orderId, "EUR", why), new Lease("payment-1", START), "")
                .orderId();
    }

    private UUID partlyRefunded() {
        return refund(approved(), true).orderId();
    }

    private UUID refused() {
        var refund = refund(approved(), false);
        refunds.refuse(refund.id(), START);
        return refund.orderId();
    }

    private Refund refund(UUID orderId, boolean done) {
        var payment = payments.findByOrder(orderId).orElseThrow();
        var why = new Request(UUID.randomUUID(), "why", START);
        var refund = Refund.wanted(UUID.randomUUID(), payment, new Money(500, "EUR"), why);
        var key = new Refunds.IdempotencyKey(why.by(), "key", "print");
        refunds.open(refund, key, new Lease("payment-1", START), "");
        if (done) {
            var end = refund.done(START);
            refunds.finish(end, Movement.ofRefund(end, START), new Refunds.RecordedAnswer(true, ""));
        }
        return refund;
    }
}
