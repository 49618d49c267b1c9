package dev.watertight.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.payment.domain.Acquirer.Answer;
import dev.watertight.payment.domain.Acquirer.RefundAnswer;
import dev.watertight.payment.domain.RefundPayment.Result;
import dev.watertight.payment.domain.Refunds.RecordedAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How money goes back, whatever gets lost on the way. */
final class RefundPaymentTest {
    private final InMemoryPayments payments = new InMemoryPayments();
    private final InMemoryRefunds refunds = new InMemoryRefunds(payments);
    private final FakeAcquirer acquirer = new FakeAcquirer();
    private final FakeJournal journal = new FakeJournal();
    private final UUID support = UUID.randomUUID();
    private final Payment.Charge charge = new Payment.Charge(
            UUID.randomUUID(), UUID.randomUUID(), new Money(1999, "EUR"), new PaymentMethod("tok_approve"));
    private Instant now = Instant.parse("2026-11-01T10:00:00Z");

    @BeforeEach
    void charged() {
        acquirer.answersCharge(new Answer.Approved());
        desk().charging.charge(charge);
        acquirer.asked.clear();
    }

    @Test
    void givesBackAndBooks() {
        acquirer.answersRefund(RefundAnswer.GRANTED);
        var answer = answered(refund("key", 500));
        var refund = refunds.of(charge.orderId()).getFirst();
        assertThat(answer).isEqualTo(new RecordedAnswer(true, refund.id() + " DONE"));
        assertThat(refund.requestedBy()).isEqualTo(support);
        assertThat(refund.reason()).isEqualTo("came broken");
        assertThat(payments.ledger()).last().isEqualTo(Movement.ofRefund(refund, now));
        assertThat(acquirer.asked).containsExactly("refund 500 " + refund.id());
        assertThat(work()).isZero();
    }

    @Test
    void writesItDownBeforeItAsksTheAcquirer() {
        var asking = new KeyedAcquirer() {
            @Override
            public RefundAnswer refund(Refund refund) {
                assertThat(refunds.find(refund.id())).contains(refund);
                assertThat(payments.findByOrder(refund.orderId()).orElseThrow().refundPromised())
                        .isEqualTo(500);
                return RefundAnswer.GRANTED;
            }
        };
        var desk = new Desk(new Desk.Ports(payments, refunds, asking), journal, Desk.at(now));
        assertThat(answered(desk.refunding.refund(command("key", 500))).settled())
                .isTrue();
    }

    @Test
    void asksAgainUnderTheSameKeyAfterALostAnswer() {
        var answer = answered(refund("key", 500));
        assertThat(answer.settled()).isFalse();
        pass(Duration.ofMillis(200));
        acquirer.answersRefund(RefundAnswer.GRANTED);
        assertThat(work()).isEqualTo(1);
        assertThat(acquirer.asked).hasSize(2).containsOnly(acquirer.asked.getFirst());
        assertThat(payments.ledger()).hasSize(2);
        assertThat(answered(refund("key", 500))).isEqualTo(answer);
        pass(Duration.ofHours(1));
        assertThat(work()).isZero();
    }

    @Test
    void isAnsweredByWhoeverEndedItWhenItsOwnProcessDied() {
        var key = new Refunds.IdempotencyKey(support, "key", command("key", 500).fingerprint());
        var wanted = Refund.wanted(
                UUID.randomUUID(),
                payments.findByOrder(charge.orderId()).orElseThrow(),
                new Money(500, "EUR"),
                new Request(support, "came broken", now));
        refunds.open(wanted, key, new Payments.Lease("payment-2", now.plus(ChargeOrder.LEASE)), "");
        pass(ChargeOrder.LEASE);
        acquirer.answersRefund(RefundAnswer.GRANTED);
        work();
        assertThat(answered(refund("key", 500))).isEqualTo(new RecordedAnswer(true, wanted.id() + " DONE"));
    }

    @Test
    void answersPendingWhenNobodyHasRecordedAnythingInTime() {
        var key = new Refunds.IdempotencyKey(support, "key", command("key", 500).fingerprint());
        var wanted = Refund.wanted(
                UUID.randomUUID(),
                payments.findByOrder(charge.orderId()).orElseThrow(),
                new Money(500, "EUR"),
                new Request(support, "came broken", now));
        refunds.open(wanted, key, new Payments.Lease("payment-2", now.plus(ChargeOrder.LEASE)), "");
        assertThat(answered(refund("key", 500))).isEqualTo(new RecordedAnswer(false, wanted.id() + " PENDING"));
        assertThat(acquirer.asked).isEmpty();
    }

    @Test
    void staysPromisedAndIsToldOnceWhenTheAcquirerRefuses() {
        acquirer.answersRefund(RefundAnswer.REFUSED).answersRefund(RefundAnswer.REFUSED);
        assertThat(answered(refund("key", 500)).settled()).isFalse();
        pass(Duration.ofSeconds(10));
        work();
        assertThat(journal.contradicted).hasSize(1);
        acquirer.answersRefund(RefundAnswer.GRANTED);
        pass(Duration.ofSeconds(10));
        work();
        assertThat(refunds.of(charge.orderId())).allMatch(Refund::isDone);
        assertThat(journal.refunded).containsExactly(RefundAnswer.REFUSED, RefundAnswer.REFUSED, RefundAnswer.GRANTED);
    }

    @Test
    void refusesWhatItCannotGive() {
        assertThat(refund("key", 2000)).isEqualTo(new Result.ExceedsCharge());
        assertThat(desk().refunding
                        .refund(new RefundPayment.Command(
                                UUID.randomUUID(), support, "key", new Money(1, "EUR"), "came broken", now)))
                .isEqualTo(new Result.UnknownPayment());
        assertThat(acquirer.asked).isEmpty();
    }

    @Test
    void refusesAKeyThatCameWithAnotherRefund() {
        refund("key", 500);
        assertThat(refund("key", 501)).isEqualTo(new Result.KeyReused());
    }

    @Test
    void goesOnWithTheOthersWhenOneIsRefused() {
        acquirer.answersRefund(RefundAnswer.REFUSED);
        refund("1", 500);
        pass(Duration.ofMillis(1));
        acquirer.answersRefund(RefundAnswer.REFUSED).answersRefund(RefundAnswer.GRANTED);
        assertThat(answered(refund("2", 300)).settled()).isTrue();
        assertThat(refunds.of(charge.orderId())).extracting(Refund::isDone).containsExactlyInAnyOrder(false, true);
        pass(Duration.ofSeconds(10));
        acquirer.answersRefund(RefundAnswer.GRANTED);
        assertThat(work()).isEqualTo(1);
    }

    private Result refund(String key, long amount) {
        return desk().refunding.refund(command(key, amount));
    }

    private RefundPayment.Command command(String key, long amount) {
        var paymentId = payments.findByOrder(charge.orderId()).orElseThrow().id();
        return new RefundPayment.Command(paymentId, support, key, new Money(amount, "EUR"), "came broken", now);
    }

    private static RecordedAnswer answered(Result result) {
        assertThat(result).isInstanceOf(Result.Answered.class);
        return ((Result.Answered) result).answer();
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
