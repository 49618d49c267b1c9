package dev.watertight.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.payment.domain.Acquirer.Answer;
import dev.watertight.payment.domain.Acquirer.RefundAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How an order's money comes back, whatever its charge came to. */
final class CancelChargeTest {
    private static final Answer APPROVED = new Answer.Approved();

    private final InMemoryPayments payments = new InMemoryPayments();
    private final InMemoryRefunds refunds = new InMemoryRefunds(payments);
    private final FakeAcquirer acquirer = new FakeAcquirer();
    private final FakeJournal journal = new FakeJournal();
    private final Payment.Charge charge = new Payment.Charge(
            UUID.randomUUID(), UUID.randomUUID(), new Money(1999, "EUR"), new PaymentMethod("tok_approve"));
    private final UUID orderId = charge.orderId();
    private Instant now = Instant.parse("2026-11-01T10:00:00Z");

    @Test
    void givesBackTheWholeUnderTheOrdersId() {
        acquirer.answersCharge(APPROVED).answersRefund(RefundAnswer.GRANTED);
        desk().charging.charge(charge);
        assertThat(cancel()).isTrue();
        assertThat(acquirer.asked).containsExactly("charge", "refund 1999 " + orderId);
        assertThat(payments.ledger()).hasSize(2);
        assertThat(work()).isZero();
    }

    @Test
    void givesBackOnceHoweverOftenItIsAsked() {
        acquirer.answersCharge(APPROVED).answersRefund(RefundAnswer.GRANTED);
        desk().charging.charge(charge);
        cancel();
        assertThat(cancel()).isTrue();
        assertThat(acquirer.asked).hasSize(2);
    }

    @Test
    void letsNoLateChargeReachTheAcquirer() {
        assertThat(cancel()).isTrue();
        var late = desk().charging.charge(charge);
        assertThat(((ChargeOrder.Result.Charged) late).payment().isCancelled()).isTrue();
        assertThat(acquirer.asked).isEmpty();
        pass(Duration.ofHours(1));
        assertThat(work()).isZero();
    }

    @Test
    void findsOutWhatBecameOfAPendingChargeFirst() {
        desk().charging.charge(charge);
        acquirer.answersFind(APPROVED).answersRefund(RefundAnswer.GRANTED);
        assertThat(cancel()).isTrue();
        assertThat(acquirer.asked).containsExactly("charge", "find", "find", "refund 1999 " + orderId);
    }

    @Test
    void goesOnInTheBackgroundWhileNobodyAnswers() {
        desk().charging.charge(charge);
        assertThat(cancel()).isFalse();
        pass(Duration.ofMillis(200));
        acquirer.answersFind(APPROVED);
        work();
        assertThat(payments.findByOrder(orderId).orElseThrow().refundPromised()).isEqualTo(1999);
        pass(Duration.ofSeconds(10));
        acquirer.answersRefund(RefundAnswer.GRANTED);
        work();
        assertThat(refunds.of(orderId)).hasSize(1).allMatch(Refund::isDone);
        assertThat(cancel()).isTrue();
    }

    /** What was never seen may be on its way: only once it is decided can it be given back for good. */
    @Test
    void sendsAPendingChargeAgainThatWasNeverSeenAndGivesItBack() {
        desk().charging.charge(charge);
        acquirer.answersFind(new Answer.NeverSeen()).answersCharge(APPROVED).answersRefund(RefundAnswer.GRANTED);
        assertThat(cancel()).isTrue();
        assertThat(acquirer.asked).containsExactly("charge", "find", "find", "charge", "refund 1999 " + orderId);
    }

    @Test
    void hasNothingToGiveBackOfADeclinedCharge() {
        acquirer.answersCharge(new Answer.Declined(Decline.REFUSED));
        desk().charging.charge(charge);
        assertThat(cancel()).isTrue();
        assertThat(acquirer.asked).containsExactly("charge");
    }

    /** The order is cancelled while the acquirer thinks about its charge. */
    @Test
    void givesBackAChargeThatIsApprovedMeanwhile() {
        var cancelling = new FakeAcquirer() {
            @Override
            public Answer charge(Payment.Charge asked) {
                cancel();
                return APPROVED;
            }
        };
        var desk = new Desk(new Desk.Ports(payments, refunds, cancelling), journal, Desk.at(now));
        var charged = (ChargeOrder.Result.Charged) desk.charging.charge(charge);
        assertThat(charged.payment().isCancelled()).isTrue();
        pass(ChargeOrder.LEASE);
        acquirer.answersRefund(RefundAnswer.GRANTED);
        work();
        assertThat(refunds.of(orderId)).hasSize(1).allMatch(Refund::isDone);
    }

    @Test
    void asksAgainUnderTheSameKeyAfterALostAnswer() {
        acquirer.answersCharge(APPROVED);
        desk().charging.charge(charge);
        assertThat(cancel()).isFalse();
        acquirer.answersRefund(RefundAnswer.GRANTED);
        assertThat(cancel()).isTrue();
        assertThat(acquirer.asked).containsExactly("charge", "refund 1999 " + orderId, "refund 1999 " + orderId);
        assertThat(payments.ledger()).hasSize(2);
    }

    /** Two workers have the same payment, as one of them slept longer than its lease. */
    @Test
    void booksOnceForTwoWorkers() {
        acquirer.answersCharge(APPROVED);
        desk().charging.charge(charge);
        var slow = new FakeAcquirer() {
            @Override
            public RefundAnswer refund(Refund refund) {
                pass(ChargeOrder.LEASE);
                acquirer.answersRefund(RefundAnswer.GRANTED);
                work();
                return RefundAnswer.GRANTED;
            }
        };
        new Desk(new Desk.Ports(payments, refunds, slow), journal, Desk.at(now))
                .cancelling.cancel(new CancelCharge.Command(orderId, charge.customerId(), "why", "EUR"));
        assertThat(payments.ledger()).hasSize(2);
        assertThat(work()).isZero();
    }

    private boolean cancel() {
        return desk().cancelling.cancel(new CancelCharge.Command(orderId, charge.customerId(), "why", "EUR"));
    }

    private int work() {
        var rounds = 0;
        while (desk().worker.round()) {
            rounds++;
        }
        return rounds;
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private Desk desk() {
        return new Desk(new Desk.Ports(payments, refunds, acquirer), journal, Desk.at(now));
    }
}
