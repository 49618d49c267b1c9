package dev.watertight.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A process dies at each of its calls in turn, before and after it had its effect; others end what it began. */
final class ProcessDeathTest {
    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

    private final Payment.Charge charge = new Payment.Charge(
            UUID.randomUUID(), UUID.randomUUID(), new Money(1999, "EUR"), new PaymentMethod("tok_approve"));

    /** What the process does when it dies, after what others did, and what is kept of the money in the end. */
    record Story(String name, Act before, Act mortal, long kept) {
        @Override
        public String toString() {
            return name;
        }
    }

    interface Act {
        void by(Desk desk, Books books);

        default Act then(Act next) {
            return (desk, books) -> {
                by(desk, books);
                next.by(desk, books);
            };
        }
    }

    private static List<Story> stories() {
        Act nothing = (_, _) -> {};
        Act charge = (desk, books) -> desk.charging.charge(books.charge);
        Act refund = (desk, books) -> desk.refunding.refund(books.refund());
        Act cancel = (desk, books) -> desk.cancelling.cancel(books.cancellation());
        return List.of(
                new Story("charge", nothing, charge, 1999),
                new Story("refund", charge, refund, 1499),
                new Story("cancel", charge, cancel, 0),
                new Story("cancel after a refund", charge.then(refund), cancel, 0),
                new Story("charge after it was cancelled", cancel, charge, 0),
                new Story(
                        "charge, refund and cancel",
                        nothing,
                        charge.then(refund).then(cancel),
                        0));
    }

    /** What outlives a process. */
    static final class Books {
        final InMemoryPayments payments = new InMemoryPayments();
        final InMemoryRefunds refunds = new InMemoryRefunds(payments);
        final KeyedAcquirer acquirer = new KeyedAcquirer();
        final Desk.Ports ports = new Desk.Ports(payments, refunds, acquirer);
        final Payment.Charge charge;

        Books(Payment.Charge charge) {
            this.charge = charge;
        }

        RefundPayment.Command refund() {
            var paymentId = payments.findByOrder(charge.orderId()).orElseThrow().id();
            return new RefundPayment.Command(paymentId, paymentId, "key", new Money(500, "EUR"), "why", START);
        }

        CancelCharge.Command cancellation() {
            return new CancelCharge.Command(charge.orderId(), charge.customerId(), "why", "EUR");
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void losesAndDoublesNothing(Story story) {
        var lastCall = 1;
        for (var died = true; died; lastCall++) {
            died = diesAt(story, lastCall, true);
            diesAt(story, lastCall, false);
        }
        assertThat(lastCall).as("calls it died at").isGreaterThan(2);
    }

    private boolean diesAt(Story story, int lastCall, boolean afterIt) {
        var books = new Books(charge);
        story.before.by(new Desk(books.ports, new FakeJournal(), Desk.at(START)), books);
        var process = new Mortal(lastCall, afterIt);
        try {
            story.mortal.by(new Desk(books.ports.of(process), new FakeJournal(), Desk.at(START)), books);
        } catch (Mortal.Died _) {
            // As it must.
        }
        // Whoever asked got no answer and asks again, as Order does until it gets one.
        recover(books);
        story.mortal.by(new Desk(books.ports, new FakeJournal(), Desk.at(START.plusSeconds(300))), books);
        recover(books);
        var where = story + " at call " + lastCall + (afterIt ? ", after it" : ", before it");
        assertThat(books.acquirer.kept(charge.orderId())).as(where).isEqualTo(story.kept);
        assertThat(ledger(books, Account.CUSTOMER_PAYMENTS)).as(where).isEqualTo(-story.kept);
        assertThat(ledger(books, Account.ACQUIRER_RECEIVABLE)).as(where).isEqualTo(story.kept);
        assertThat(books.payments.isPending(charge.orderId())).as(where).isFalse();
        return process.isDead();
    }

    private static void recover(Books books) {
        var now = START;
        for (var i = 0; i < 5; i++) {
            now = now.plus(Duration.ofSeconds(11));
            var worker = new Desk(books.ports, new FakeJournal(), Desk.at(now)).worker;
            while (worker.round()) {
                // Until nothing is due.
            }
        }
    }

    private static long ledger(Books books, Account account) {
        return books.payments.ledger().stream()
                .flatMap(movement -> movement.entries().stream())
                .filter(entry -> entry.account() == account)
                .mapToLong(Movement.Entry::amount)
                .sum();
    }
}
