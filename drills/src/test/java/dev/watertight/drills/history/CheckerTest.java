package dev.watertight.drills.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.drills.history.Intention.Outcome;
import dev.watertight.drills.history.Violation.Kind;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each violation, in a made-up history that has it and is sound otherwise: the drill is known to bite. */
@Tag("unit")
final class CheckerTest {
    private final MadeUpHistory history = new MadeUpHistory();

    @Test
    void findsNothingInASoundHistory() {
        history.confirmed("a", "1").sent("a", MadeUpHistory.took(201, "1", "confirmed"));
        history.confirmed("b", "2").sent("b", null).sent("b", MadeUpHistory.took(202, "2", "pending"));
        history.intends("c", Outcome.REJECTED, 500).ends("3", "rejected", 0);
        history.sent("c", MadeUpHistory.took(201, "3", "rejected"));
        history.intends("d", Outcome.CONFIRMED, 500).ends("4", "cancelled", 500).paid("4", 500, 500);
        history.sent("d", MadeUpHistory.took(201, "4", "confirmed")).cancelled("d", 202);
        history.confirmed("e", "5")
                .sent("e", MadeUpHistory.took(201, "5", "confirmed"))
                .cancelled("e", 409);
        history.stock("bread", 10, 7);
        assertThat(history.violations()).isEmpty();
    }

    @Test
    void findsATakenOrderThatDoesNotExist() {
        history.intends("a", Outcome.CONFIRMED, 500).sent("a", MadeUpHistory.took(202, "1", "pending"));
        assertThat(found()).containsExactly(Kind.LOST);
    }

    @Test
    void findsAnOrderThatOnlySomebodyElseSees() {
        history.confirmed("a", "1")
                .sent("a", MadeUpHistory.took(201, "1", "confirmed"))
                .givesAway("1");
        assertThat(found()).containsExactly(Kind.LOST);
    }

    @Test
    void findsAKeyWithoutAnAnswer() {
        history.intends("a", Outcome.CONFIRMED, 500).sent("a", null).sent("a", MadeUpHistory.said(503));
        assertThat(found()).containsExactly(Kind.LOST);
    }

    @Test
    void findsTwoOrdersOfOneKey() {
        history.confirmed("a", "1").ends("2", "confirmed", 500).paid("2", 500, 0);
        history.sent("a", MadeUpHistory.took(201, "1", "confirmed"))
                .sent("a", MadeUpHistory.took(201, "2", "confirmed"));
        assertThat(found()).contains(Kind.DUPLICATED);
    }

    @Test
    void findsTwoKeysOfOneOrder() {
        history.confirmed("a", "1").intends("b", Outcome.CONFIRMED, 500);
        history.sent("a", MadeUpHistory.took(201, "1", "confirmed"))
                .sent("b", MadeUpHistory.took(201, "1", "confirmed"));
        assertThat(found()).containsExactly(Kind.DUPLICATED);
    }

    @Test
    void findsAnOrderNobodyAskedFor() {
        history.ends("1", "rejected", 0);
        assertThat(found()).containsExactly(Kind.DUPLICATED);
    }

    @Test
    void findsCopiesThatDifferInStatus() {
        history.confirmed("a", "1").sent("a", MadeUpHistory.took(201, "1", "confirmed"));
        history.sent("a", MadeUpHistory.took(202, "1", "confirmed"));
        assertThat(found()).containsExactly(Kind.ANSWERED_DIFFERENTLY);
    }

    @Test
    void findsCopiesThatDifferInOneByteOfTheBody() {
        history.confirmed("a", "1");
        history.sent("a", new Answer(201, "application/json", "/orders/1", "1", "confirmed", "hash"));
        history.sent("a", new Answer(201, "application/json", "/orders/1", "1", "confirmed", "hush"));
        assertThat(found()).containsExactly(Kind.ANSWERED_DIFFERENTLY);
    }

    @Test
    void findsALocationOfAnotherOrder() {
        history.confirmed("a", "1");
        history.sent("a", new Answer(201, "application/json", "/orders/2", "1", "confirmed", "hash"));
        assertThat(found()).containsExactly(Kind.ANSWERED_DIFFERENTLY);
    }

    @Test
    void findsAGoodRequestThatWasRefused() {
        history.confirmed("a", "1").sent("a", MadeUpHistory.said(422));
        history.sent("a", MadeUpHistory.took(201, "1", "confirmed"));
        assertThat(found()).containsExactly(Kind.REFUSED);
    }

    @Test
    void findsAnOrderThatIsNotOver() {
        history.intends("a", Outcome.CONFIRMED, 500).ends("1", "pending", 0);
        history.sent("a", MadeUpHistory.took(202, "1", "pending"));
        assertThat(found()).containsExactly(Kind.OVERDUE);
    }

    @Test
    void findsAConfirmedOrderThatWasRejectedLater() {
        history.intends("a", Outcome.EITHER, 500).ends("1", "rejected", 0);
        history.sent("a", MadeUpHistory.took(201, "1", "confirmed"));
        assertThat(found()).containsExactly(Kind.PROMISE_BROKEN);
    }

    @Test
    void findsAnOrderCancelledByNobody() {
        history.intends("a", Outcome.CONFIRMED, 500).ends("1", "cancelled", 500);
        history.sent("a", MadeUpHistory.took(201, "1", "confirmed"));
        assertThat(found()).containsExactly(Kind.PROMISE_BROKEN);
    }

    @Test
    void findsAnOrderCancelledThoughItWasTooLate() {
        history.intends("a", Outcome.CONFIRMED, 500).ends("1", "cancelled", 500);
        history.sent("a", MadeUpHistory.took(201, "1", "confirmed")).cancelled("a", 409);
        assertThat(found()).containsExactly(Kind.PROMISE_BROKEN);
    }

    @Test
    void findsACancellationThatWasForgotten() {
        history.confirmed("a", "1")
                .sent("a", MadeUpHistory.took(201, "1", "confirmed"))
                .cancelled("a", 202);
        assertThat(found()).containsExactly(Kind.PROMISE_BROKEN);
    }

    @Test
    void takesEitherEndOfACancellationWithoutAnAnswer() {
        history.confirmed("a", "1")
                .sent("a", MadeUpHistory.took(201, "1", "confirmed"))
                .cancelled("a", 503);
        history.intends("b", Outcome.CONFIRMED, 500).ends("2", "cancelled", 500);
        history.sent("b", MadeUpHistory.took(201, "2", "confirmed")).cancelled("b", 503);
        assertThat(found()).isEmpty();
    }

    @Test
    void findsADeclinedOrderThatWasConfirmed() {
        history.intends("a", Outcome.REJECTED, 500).ends("1", "confirmed", 500).paid("1", 500, 0);
        history.sent("a", MadeUpHistory.took(202, "1", "pending"));
        assertThat(found()).containsExactly(Kind.WRONG_OUTCOME);
    }

    @Test
    void findsAGoodOrderThatWasRejected() {
        history.intends("a", Outcome.CONFIRMED, 500).ends("1", "rejected", 0);
        history.sent("a", MadeUpHistory.took(202, "1", "pending"));
        assertThat(found()).containsExactly(Kind.WRONG_OUTCOME);
    }

    @Test
    void findsASecondCharge() {
        history.confirmed("a", "1").paid("1", 500, 0).sent("a", MadeUpHistory.took(201, "1", "confirmed"));
        assertThat(found()).containsExactlyInAnyOrder(Kind.CHARGED_TWICE, Kind.CENTS_OFF);
    }

    @Test
    void findsAConfirmedOrderNobodyPaid() {
        history.intends("a", Outcome.CONFIRMED, 500).ends("1", "confirmed", 500);
        history.sent("a", MadeUpHistory.took(201, "1", "confirmed"));
        assertThat(history.verdict().centsOff()).isEqualTo(500);
    }

    @Test
    void findsARejectedOrderThatWasPaid() {
        history.intends("a", Outcome.REJECTED, 500).ends("1", "rejected", 500).paid("1", 500, 0);
        history.sent("a", MadeUpHistory.took(201, "1", "rejected"));
        assertThat(history.verdict().centsOff()).isEqualTo(500);
    }

    @Test
    void findsACancelledOrderRefundedACentShort() {
        history.intends("a", Outcome.CONFIRMED, 500).ends("1", "cancelled", 500).paid("1", 500, 499);
        history.sent("a", MadeUpHistory.took(201, "1", "confirmed")).cancelled("a", 202);
        assertThat(history.verdict().centsOff()).isEqualTo(1);
    }

    @Test
    void findsATotalThatIsNotThePriceOfTheLines() {
        history.intends("a", Outcome.CONFIRMED, 500).ends("1", "confirmed", 499).paid("1", 499, 0);
        history.sent("a", MadeUpHistory.took(201, "1", "confirmed"));
        assertThat(history.verdict().centsOff()).isEqualTo(1);
    }

    @Test
    void findsStockThatWentTwice() {
        history.confirmed("a", "1")
                .sent("a", MadeUpHistory.took(201, "1", "confirmed"))
                .stock("bread", 10, 8);
        assertThat(history.verdict().unitsOff()).isEqualTo(1);
    }

    @Test
    void findsStockThatNeverWent() {
        history.confirmed("a", "1")
                .sent("a", MadeUpHistory.took(201, "1", "confirmed"))
                .stock("bread", 10, 10);
        assertThat(history.verdict().unitsOff()).isEqualTo(1);
    }

    @Test
    void countsAnOrderOnceHoweverOftenItWasFound() {
        var overdue = new Violation(Kind.OVERDUE, "", "1", 1, "pending");
        var nameless = new Violation(Kind.OVERDUE, "", "", 3, "more");
        assertThat(new Verdict(List.of(overdue, overdue, nameless)).overdue()).isEqualTo(4);
    }

    private List<Kind> found() {
        return history.violations().stream().map(Violation::kind).toList();
    }
}
