package dev.watertight.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watertight.payment.domain.Acquirer.Answer;
import dev.watertight.payment.domain.ChargeOrder.Result;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How a charge comes to its end, whatever gets lost on the way. */
final class ChargeOrderTest {
    private static final Answer APPROVED = new Answer.Approved();
    private static final Answer NOTHING = new Answer.Nothing();
    private static final Answer NEVER_SEEN = new Answer.NeverSeen();

    private final InMemoryPayments payments = new InMemoryPayments();
    private final FakeAcquirer acquirer = new FakeAcquirer();
    private final FakeJournal journal = new FakeJournal();
    private final Payment.Charge charge = new Payment.Charge(
            UUID.randomUUID(), UUID.randomUUID(), new Money(1999, "EUR"), new PaymentMethod("tok_approve"));
    private Instant now = Instant.parse("2026-11-01T10:00:00Z");

    @Test
    void approvesAndBooks() {
        acquirer.answersCharge(APPROVED);
        assertThat(charged().status()).isEqualTo(PaymentStatus.APPROVED);
        assertThat(charged().decidedAt()).isEqualTo(now);
        assertThat(payments.ledger()).containsExactly(Movement.ofCharge(charged(), now));
        assertThat(acquirer.asked).containsExactly("charge");
    }

    @Test
    void declinesAndBooksNothing() {
        acquirer.answersCharge(new Answer.Declined(Decline.INSUFFICIENT_FUNDS));
        assertThat(charged().status()).isEqualTo(PaymentStatus.DECLINED);
        assertThat(charged().reason()).isEqualTo(Decline.INSUFFICIENT_FUNDS);
        assertThat(payments.ledger()).isEmpty();
    }

    @Test
    void writesTheIntentBeforeItAsksForTheMoney() {
        var asking = new FakeAcquirer() {
            @Override
            public Answer charge(Payment.Charge asked) {
                assertThat(payments.findByOrder(asked.orderId()).orElseThrow().status())
                        .isEqualTo(PaymentStatus.PENDING);
                return APPROVED;
            }

            @Override
            public Answer find(UUID orderId) {
                return NOTHING;
            }
        };
        var deciding = new DecideCharge(payments, asking, journal, Clock.fixed(now, ZoneOffset.UTC));
        assertThat(new ChargeOrder(payments, deciding, journal, parts()).charge(charge))
                .isInstanceOf(Result.Charged.class);
        assertThat(charged().status()).isEqualTo(PaymentStatus.APPROVED);
    }

    @Test
    void asksForTheTruthAfterALostAnswer() {
        acquirer.answersCharge(NOTHING).answersFind(APPROVED);
        assertThat(charged().status()).isEqualTo(PaymentStatus.APPROVED);
        assertThat(acquirer.asked).containsExactly("charge", "find");
    }

    @Test
    void sendsAgainWhatTheAcquirerHasNeverSeen() {
        acquirer.answersCharge(NOTHING).answersFind(NEVER_SEEN).answersCharge(APPROVED);
        assertThat(charged().status()).isEqualTo(PaymentStatus.APPROVED);
        assertThat(acquirer.asked).containsExactly("charge", "find", "charge");
    }

    @Test
    void takesNeverSeenForNoDecision() {
        acquirer.answersCharge(NOTHING).answersFind(NEVER_SEEN).answersCharge(NEVER_SEEN);
        assertThat(charged().status()).isEqualTo(PaymentStatus.PENDING);
        assertThat(payments.ledger()).isEmpty();
    }

    @Test
    void staysPendingWhileNobodyAnswers() {
        assertThat(charged().status()).isEqualTo(PaymentStatus.PENDING);
        assertThat(journal.asked).containsExactly(PaymentStatus.PENDING);
    }

    @Test
    void chargesOnceForManyCopies() {
        acquirer.answersCharge(APPROVED);
        var first = charged();
        assertThat(charged()).isEqualTo(first);
        assertThat(acquirer.asked).hasSize(1);
        assertThat(payments.ledger()).hasSize(1);
    }

    @Test
    void goesOnAtOnceWhenACopyComesWhileItIsPending() {
        var first = charged();
        acquirer.answersFind(APPROVED);
        assertThat(charged().id()).isEqualTo(first.id());
        assertThat(charged().status()).isEqualTo(PaymentStatus.APPROVED);
    }

    @Test
    void refusesAnotherChargeOfTheSameOrder() {
        charged();
        for (var other : java.util.List.of(
                new Payment.Charge(charge.orderId(), charge.customerId(), new Money(1, "EUR"), charge.method()),
                new Payment.Charge(charge.orderId(), UUID.randomUUID(), charge.amount(), charge.method()),
                new Payment.Charge(
                        charge.orderId(), charge.customerId(), charge.amount(), new PaymentMethod("tok_decline")))) {
            assertThat(charging().charge(other)).isEqualTo(new Result.Differs());
        }
    }

    @Test
    void isDecidedInTheBackgroundWhenItStayedPending() {
        charged();
        assertThat(work()).isZero();
        pass(Duration.ofMillis(200));
        acquirer.answersFind(APPROVED);
        assertThat(work()).isEqualTo(1);
        assertThat(journal.resumed).hasSize(1);
        assertThat(journal.asked).containsExactly(PaymentStatus.PENDING, PaymentStatus.APPROVED);
        assertThat(payments.ledger()).hasSize(1);
        pass(Duration.ofHours(1));
        assertThat(work()).isZero();
    }

    @Test
    void isTriedLessAndLessOftenButNeverGivenUp() {
        charged();
        for (var attempt = 1; attempt <= 30; attempt++) {
            pass(Duration.ofSeconds(10));
            assertThat(work()).isEqualTo(1);
            assertThat(work()).isZero();
        }
        acquirer.answersFind(NEVER_SEEN).answersCharge(APPROVED);
        pass(Duration.ofSeconds(10));
        work();
        assertThat(charged().status()).isEqualTo(PaymentStatus.APPROVED);
    }

    @Test
    void waitsItsTurnAgainWhateverItsWorkThrew() {
        charged();
        var failure = new IllegalStateException("a bug");
        var failing = new FakeAcquirer() {
            @Override
            public Answer charge(Payment.Charge asked) {
                throw failure;
            }

            @Override
            public Answer find(UUID orderId) {
                throw failure;
            }
        };
        pass(ChargeOrder.LEASE);
        var deciding = new DecideCharge(payments, failing, journal, Clock.fixed(now, ZoneOffset.UTC));
        var worker = new PaymentWorker(payments, completing(deciding), journal, parts(), new Random(1));
        assertThatThrownBy(worker::round).isSameAs(failure);
        pass(Duration.ofMillis(400));
        var due = payments.lease(new Payments.Lease("payment-2", now.plus(ChargeOrder.LEASE)), now, 1);
        assertThat(due).extracting(Payments.Work::attempt).containsExactly(2);
    }

    @Test
    void isDecidedByAnotherInstanceWhenItsOwnDied() {
        payments.open(
                Payment.intended(UUID.randomUUID(), charge, now),
                new Payments.Lease("payment-1", now.plus(ChargeOrder.LEASE)),
                "");
        pass(Duration.ofSeconds(9));
        assertThat(work()).isZero();
        pass(Duration.ofSeconds(1));
        acquirer.answersFind(NEVER_SEEN).answersCharge(APPROVED);
        assertThat(work()).isEqualTo(1);
        assertThat(payments.ledger()).hasSize(1);
    }

    @Test
    void keepsTheDecisionOfWhoeverWasFirst() {
        var racing = new FakeAcquirer() {
            @Override
            public Answer charge(Payment.Charge asked) {
                var pending = payments.findByOrder(asked.orderId()).orElseThrow();
                payments.decide(pending.approved(now), java.util.List.of());
                return APPROVED;
            }

            @Override
            public Answer find(UUID orderId) {
                return NOTHING;
            }
        };
        var deciding = new DecideCharge(payments, racing, journal, Clock.fixed(now, ZoneOffset.UTC));
        new ChargeOrder(payments, deciding, journal, parts()).charge(charge);
        assertThat(payments.ledger()).isEmpty();
        assertThat(journal.asked).isEmpty();
    }

    private Payment charged() {
        var result = charging().charge(charge);
        assertThat(result).isInstanceOf(Result.Charged.class);
        return ((Result.Charged) result).payment();
    }

    private int work() {
        var worker = new PaymentWorker(payments, completing(deciding()), journal, parts(), new Random(1));
        var rounds = 0;
        while (worker.round()) {
            rounds++;
        }
        return rounds;
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private CompletePayment completing(DecideCharge deciding) {
        var clock = Clock.fixed(now, ZoneOffset.UTC);
        var refunds = new InMemoryRefunds(payments);
        return new CompletePayment(deciding, new GiveRefunds(refunds, acquirer, journal, Refund::toString, clock));
    }

    private ChargeOrder charging() {
        return new ChargeOrder(payments, deciding(), journal, parts());
    }

    private DecideCharge deciding() {
        return new DecideCharge(payments, acquirer, journal, Clock.fixed(now, ZoneOffset.UTC));
    }

    private ChargeOrder.Parts parts() {
        return Desk.parts(Clock.fixed(now, ZoneOffset.UTC));
    }
}
