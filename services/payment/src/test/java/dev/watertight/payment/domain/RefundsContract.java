package dev.watertight.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.payment.domain.Movement.Entry;
import dev.watertight.payment.domain.Payments.Lease;
import dev.watertight.payment.domain.Refunds.IdempotencyKey;
import dev.watertight.payment.domain.Refunds.IdempotencyRecord;
import dev.watertight.payment.domain.Refunds.Opening;
import dev.watertight.payment.domain.Refunds.RecordedAnswer;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Refunds} promises to those who ask for one. */
public abstract class RefundsContract extends BooksContract {
    private static final RecordedAnswer PENDING = new RecordedAnswer(false, "pending");
    private static final RecordedAnswer DONE = new RecordedAnswer(true, "done");

    @Test
    void findsWhatWasOpened() {
        var payment = approved();
        var refund = wanted(payment, 500);
        assertThat(open(refund, "key")).isEqualTo(new Opening.Opened());
        assertThat(refunds().find(refund.id())).contains(refund);
        assertThat(refunds().of(found(payment))).containsExactly(refund);
        assertPromised(payment, 500);
    }

    @Test
    void promisesAllThatIsLeftAndNotACentMore() {
        var payment = approved();
        open(wanted(payment, 1000), "1");
        assertThat(open(wanted(payment, 1000), "2")).isEqualTo(new Opening.ExceedsCharge());
        assertThat(open(wanted(payment, 999), "3")).isEqualTo(new Opening.Opened());
        assertThat(open(wanted(payment, 1), "4")).isEqualTo(new Opening.ExceedsCharge());
        assertPromised(payment, CHARGED);
    }

    @Test
    void knowsThatTheLargestNumberIsTooMuch() {
        var payment = approved();
        open(wanted(payment, 1), "1");
        assertThat(open(wanted(payment, Long.MAX_VALUE), "2")).isEqualTo(new Opening.ExceedsCharge());
    }

    @Test
    void promisesNoMoreThanWasChargedToManyAtOnce() {
        var payment = approved();
        promisesNoMoreThanWasCharged(payment, refund -> open(refund, refund.id().toString()));
    }

    /** 32 refunds of a fifth at once; {@code opening} opens one. */
    protected void promisesNoMoreThanWasCharged(Payment payment, Function<Refund, Opening> opening) {
        var openings = AtOnce.all(32, _ -> () -> opening.apply(wanted(payment, CHARGED / 5)));
        assertThat(openings.stream().filter(new Opening.Opened()::equals)).hasSize(5);
        assertThat(openings.stream().filter(new Opening.ExceedsCharge()::equals))
                .hasSize(27);
        assertPromised(payment, CHARGED / 5 * 5);
    }

    @Test
    void refusesWhatIsNotApprovedAndKeepsNothingOfIt() {
        var pending = pending();
        var declined = pending();
        payments().decide(declined.declined(Decline.REFUSED, NOW), List.of());
        assertThat(open(wanted(pending, 1), "1")).isEqualTo(new Opening.Undecided());
        assertThat(open(wanted(declined, 1), "2")).isEqualTo(new Opening.NotRefundable());
        assertThat(refunds().of(pending.orderId())).isEmpty();
        approve(pending);
        assertThat(open(wanted(pending, 1), "1")).isEqualTo(new Opening.Opened());
    }

    @Test
    void answersAKnownKeyWithItsFirstRefund() {
        var payment = approved();
        var first = wanted(payment, 500);
        open(first, "key");
        assertThat(open(wanted(payment, 700), "key"))
                .isEqualTo(new Opening.Known(new IdempotencyRecord(first.id(), "print", null)));
        assertPromised(payment, 500);
    }

    @Test
    void opensOneForManyCopiesAtOnce() {
        var payment = approved();
        var openings = AtOnce.all(12, _ -> () -> open(wanted(payment, 500), "key"));
        assertThat(openings).containsOnlyOnce(new Opening.Opened());
        assertThat(openings.stream().filter(opening -> !(opening instanceof Opening.Opened)))
                .allSatisfy(opening -> assertThat(opening).isInstanceOf(Opening.Known.class));
        assertPromised(payment, 500);
    }

    @Test
    void keepsTheKeysOfTwoUsersAndOfTwoCasesApart() {
        var payment = approved();
        open(wanted(payment, 500), "key");
        var other = new IdempotencyKey(UUID.randomUUID(), "key", "print");
        assertThat(refunds().open(wanted(payment, 500), other, new Lease("payment-1", NOW), ""))
                .isEqualTo(new Opening.Opened());
        assertThat(open(wanted(payment, 500), "KEY")).isEqualTo(new Opening.Opened());
        assertPromised(payment, 1500);
    }

    @Test
    void leasesItsWorkOnlyWhenWhoOpenedItIsLate() {
        var payment = approved();
        open(wanted(payment, 500), "key");
        assertThat(lease(NOW.plus(LEASE).minusMillis(1))).isEmpty();
        assertThat(lease(NOW.plus(LEASE))).containsExactly(new Payments.Work(found(payment), 0, "origin"));
    }

    @Test
    void booksAndAnswersWhenItIsDone() {
        var payment = approved();
        var refund = wanted(payment, 500);
        open(refund, "key");
        assertThat(finish(refund)).isTrue();
        assertThat(refunds().find(refund.id())).contains(refund.done(NOW.plusSeconds(1)));
        assertThat(refunds().recordedAnswer(key("key"))).contains(DONE);
        assertThat(booked())
                .contains(new Entry(Account.ACQUIRER_RECEIVABLE, -500), new Entry(Account.CUSTOMER_PAYMENTS, 500))
                .hasSize(4);
    }

    @Test
    void isDoneOnceForManyAtOnce() {
        var refund = wanted(approved(), 500);
        open(refund, "key");
        assertThat(AtOnce.all(12, _ -> () -> finish(refund))).containsOnlyOnce(true);
        assertThat(booked()).hasSize(4);
    }

    @Test
    void keepsTheWorkUntilTheLastRefundIsDone() {
        var payment = approved();
        var first = wanted(payment, 500);
        var last = wanted(payment, 700);
        open(first, "1");
        open(last, "2");
        finish(first);
        assertThat(lease(NOW.plus(LEASE))).hasSize(1);
        finish(last);
        assertThat(lease(NOW.plus(LEASE).plus(LEASE))).isEmpty();
    }

    /** One refund is done while another is opened: the work of the other must not go with that of the first. */
    @Test
    void losesNoWorkToARefundThatIsDoneMeanwhile() {
        for (var round = 0; round < 10; round++) {
            var payment = approved();
            var first = wanted(payment, 500);
            open(first, "first-" + round);
            var key = "second-" + round;
            AtOnce.all(2, i -> () -> i == 0 ? finish(first) : open(wanted(payment, 700), key) != null);
            assertThat(lease(NOW.plus(LEASE)))
                    .extracting(Payments.Work::payment)
                    .containsExactly(found(payment));
            refunds().of(payment.orderId()).forEach(this::finish);
        }
    }

    @Test
    void keepsTheFirstRecordedAnswer() {
        var refund = wanted(approved(), 500);
        open(refund, "key");
        assertThat(refunds().recordedAnswer(key("key"))).isEmpty();
        assertThat(refunds().recordAnswer(key("key"), PENDING)).isEqualTo(PENDING);
        finish(refund);
        assertThat(refunds().recordAnswer(key("key"), DONE)).isEqualTo(PENDING);
        assertThat(open(refund, "key"))
                .isEqualTo(new Opening.Known(new IdempotencyRecord(refund.id(), "print", PENDING)));
    }

    @Test
    void notesOnceThatItWasRefused() {
        var refund = wanted(approved(), 500);
        open(refund, "key");
        assertThat(refunds().refuse(refund.id(), NOW)).isTrue();
        assertThat(refunds().refuse(refund.id(), NOW.plusSeconds(1))).isFalse();
        assertThat(refunds().find(refund.id())).contains(refund.refused(NOW));
        assertThat(finish(refund)).isTrue();
        assertThat(refunds().refuse(refund.id(), NOW)).isFalse();
    }

    @Test
    void forgetsOldKeysThatAreAnswered() {
        var payment = approved();
        open(wanted(payment, 1), "answered");
        open(wanted(payment, 1), "open");
        refunds().recordAnswer(key("answered"), PENDING);
        assertThat(refunds().forgetKeys(NOW, 10)).isZero();
        assertThat(refunds().forgetKeys(NOW.plusSeconds(1), 10)).isEqualTo(1);
        assertThat(open(wanted(payment, 1), "answered")).isEqualTo(new Opening.Opened());
        assertThat(open(wanted(payment, 1), "open")).isInstanceOf(Opening.Known.class);
    }
}
