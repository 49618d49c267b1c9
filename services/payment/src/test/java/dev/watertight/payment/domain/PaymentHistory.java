package dev.watertight.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.testing.Network;
import dev.watertight.chassis.testing.Simulation;
import dev.watertight.payment.domain.ChargeOrder.Result.Charged;
import dev.watertight.payment.domain.Refunds.RecordedAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * One history of two instances of Payment: orders that are charged, refunded in part and cancelled, each several times and
 * at any time, instances that die at any step, a database and a network that fail; after half a minute all is well again.
 * Whatever happened, the {@linkplain #check() balance} is right in the end.
 */
final class PaymentHistory {
    private static final Duration TROUBLE = Duration.ofSeconds(30);
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final List<String> INSTANCES = List.of("payment-1", "payment-2");
    private static final UUID SUPPORT = new UUID(0, 1);

    private final Simulation simulation;
    private final Network network;
    private final SimulatedBooks books;
    private final InMemoryPayments stored = new InMemoryPayments();
    private final Refunds refunds;
    private final KeyedAcquirer acquirer = new KeyedAcquirer();
    private final Desk.Ports ports;
    private final List<Payment.Charge> orders = new ArrayList<>();
    private final Set<UUID> cancelled = new HashSet<>();
    private final List<Payment> chargedLate = new ArrayList<>();
    private final Map<String, Set<RecordedAnswer>> answers = new HashMap<>();
    private final Instant healed;
    private int ids;
    private int asking;

    PaymentHistory(long seed, PaymentParts parts) {
        simulation = new Simulation(seed);
        var random = simulation.random();
        network = new Network(simulation, random.nextDouble() * 0.4);
        books = new SimulatedBooks(simulation, random.nextDouble() * 0.1);
        refunds = parts.refunds(simulation, stored);
        ports = new Desk.Ports(
                books.kept(Payments.class, stored),
                books.kept(Refunds.class, refunds),
                parts.over(simulation, network, acquirer));
        healed = simulation.clock().instant().plus(TROUBLE);
        for (var order = 1 + random.nextInt(3); order > 0; order--) {
            var token = new PaymentMethod(simulation.chance(0.2) ? KeyedAcquirer.DECLINED : "tok_approve");
            var amount = new Money(1 + random.nextInt(2000), "EUR");
            orders.add(new Payment.Charge(new UUID(2, order), new UUID(3, order), amount, token));
        }
    }

    /** Lets everything happen. */
    PaymentHistory run() {
        INSTANCES.forEach(this::boot);
        orders.forEach(this::enter);
        for (var kills = simulation.random().nextInt(8); kills > 0; kills--) {
            simulation.start("chaos", simulation.within(TROUBLE), this::killOne);
        }
        simulation.start("chaos", TROUBLE, () -> {
            network.heal();
            books.heal();
            simulation.calm();
        });
        simulation.run();
        return this;
    }

    /** Nothing is pending, every order kept what it should, and the ledger says what the acquirer says. */
    void check() {
        answers.forEach((key, heard) -> assertThat(heard).as(key).hasSizeLessThanOrEqualTo(1));
        assertThat(chargedLate).as("charged after it was cancelled").isEmpty();
        orders.forEach(this::check);
        var kept = acquirer.taken() - acquirer.given();
        assertThat(ledger(Account.CUSTOMER_PAYMENTS)).as("what customers paid").isEqualTo(-kept);
        assertThat(ledger(Account.ACQUIRER_RECEIVABLE))
                .as("what the acquirer owes")
                .isEqualTo(kept);
    }

    private void check(Payment.Charge order) {
        var orderId = order.orderId();
        var payment = stored.findByOrder(orderId).orElseThrow();
        assertThat(stored.isPending(orderId)).as("pending: " + payment).isFalse();
        assertThat(acquirer.taken(orderId))
                .as("taken for " + payment)
                .isEqualTo(
                        payment.status() == PaymentStatus.APPROVED
                                ? order.amount().amount()
                                : 0);
        assertThat(acquirer.given(orderId))
                .as("given of " + payment)
                .isEqualTo(payment.refundPromised())
                .isEqualTo(payment.refunded(refunds.of(orderId)).amount())
                .isLessThanOrEqualTo(acquirer.taken(orderId));
        if (cancelled.contains(orderId)) {
            assertThat(acquirer.kept(orderId))
                    .as("kept of cancelled " + payment)
                    .isZero();
        }
    }

    private long ledger(Account account) {
        return stored.ledger().stream()
                .flatMap(movement -> movement.entries().stream())
                .filter(entry -> entry.account() == account)
                .mapToLong(Movement.Entry::amount)
                .sum();
    }

    private void boot(String instance) {
        var worker = desk(instance).worker;
        simulation.start(instance, Duration.ZERO, () -> {
            while (!isOver()) {
                if (!attempt(worker::round)) {
                    simulation.sleep(LOOK);
                }
            }
        });
    }

    private boolean isOver() {
        var now = simulation.clock().instant();
        return now.isAfter(healed.plus(SETTLED_WITHIN)) || (now.isAfter(healed) && asking == 0 && !stored.hasWork());
    }

    private void killOne() {
        var instance = anyInstance();
        simulation.kill(instance);
        simulation.start("chaos", simulation.within(Duration.ofSeconds(5)), () -> boot(instance));
    }

    private String anyInstance() {
        return INSTANCES.get(simulation.random().nextInt(INSTANCES.size()));
    }

    /** Order asks for the money, more than once; at times it cancels, at times support refunds in between. */
    private void enter(Payment.Charge order) {
        for (var copy = simulation.random().nextInt(3); copy >= 0; copy--) {
            ask(() -> charge(order));
        }
        if (simulation.chance(0.5)) {
            ask(() -> cancel(order));
        }
        for (var refund = simulation.random().nextInt(3); refund > 0; refund--) {
            var key = order.orderId() + " " + refund;
            var amount = 1 + simulation.random().nextLong(order.amount().amount());
            for (var copy = simulation.random().nextInt(2); copy >= 0; copy--) {
                ask(() -> refund(order, key, amount));
            }
        }
    }

    private void ask(Runnable asker) {
        asking++;
        simulation.start("order", simulation.within(TROUBLE), () -> {
            asker.run();
            asking--;
        });
    }

    private void charge(Payment.Charge order) {
        var isCancelled = cancelled.contains(order.orderId());
        var charged = insist(desk -> (Charged) desk.charging.charge(order), answer -> isAnswered(answer.payment()));
        if (isCancelled && !charged.payment().isCancelled()) {
            chargedLate.add(charged.payment());
        }
    }

    private static boolean isAnswered(Payment payment) {
        return payment.isDecided() || payment.isCancelled();
    }

    private void cancel(Payment.Charge order) {
        var command = new CancelCharge.Command(order.orderId(), order.customerId(), "why", "EUR");
        insist(desk -> desk.cancelling.cancel(command), done -> done);
        cancelled.add(order.orderId());
    }

    private void refund(Payment.Charge order, String key, long amount) {
        for (var patience = 0; patience < 20; patience++) {
            var payment = stored.findByOrder(order.orderId());
            if (payment.isPresent()) {
                var answer = insist(
                        desk -> desk.refunding.refund(command(payment.get(), key, amount)),
                        heard -> !(heard instanceof RefundPayment.Result.InProgress));
                if (answer instanceof RefundPayment.Result.Answered answered) {
                    answers.computeIfAbsent(key, _ -> new HashSet<>()).add(answered.answer());
                    return;
                }
            }
            simulation.sleep(LOOK);
        }
    }

    private RefundPayment.Command command(Payment payment, String key, long amount) {
        var answerBy = simulation.clock().instant().plusSeconds(2);
        return new RefundPayment.Command(payment.id(), SUPPORT, key, new Money(amount, "EUR"), "why", answerBy);
    }

    /** Asks any instance until it gives an answer of use. */
    private <T> T insist(Function<Desk, T> request, Function<T, Boolean> isEnough) {
        while (true) {
            var heard = visit(request);
            if (!heard.isEmpty() && isEnough.apply(heard.getFirst())) {
                return heard.getFirst();
            }
            simulation.sleep(LOOK);
        }
    }

    /** The request runs in an instance, which may die of its own; whoever sent it then hears nothing. */
    private <T> List<T> visit(Function<Desk, T> request) {
        var instance = anyInstance();
        var heard = new ArrayList<T>();
        simulation.start(instance, Duration.ZERO, () -> attempt(() -> heard.add(request.apply(desk(instance)))));
        for (var wait = 0; heard.isEmpty() && wait < 5; wait++) {
            simulation.sleep(LOOK);
        }
        return List.copyOf(heard);
    }

    /** Does {@code work}, which the database may fail; false when it did or said so. */
    private static boolean attempt(BooleanSupplier work) {
        try {
            return work.getAsBoolean();
        } catch (SimulatedBooks.Away e) {
            return false;
        }
    }

    private Desk desk(String instance) {
        var parts = new ChargeOrder.Parts(instance, () -> new UUID(1, ++ids), simulation.clock(), simulation::sleep);
        return new Desk(ports, new FakeJournal(), parts, simulation.random());
    }
}
