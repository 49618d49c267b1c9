package dev.watertight.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.testing.Network;
import dev.watertight.chassis.testing.Simulation;
import dev.watertight.order.domain.PlaceOrder.Result;
import dev.watertight.order.domain.SimulatedStock.State;
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

/**
 * One history of a small shop with two instances of Order: customers who ask again and call off, workers, instances that
 * die at any step, a database and a network that fail; after half a minute all is well again. Whatever happened, the
 * {@linkplain #check() balance} is right in the end.
 */
final class SettlementHistory {
    private static final UUID LAMP = new UUID(0, 1);
    private static final UUID CUSTOMER = new UUID(0, 2);
    private static final Duration TROUBLE = Duration.ofSeconds(30);
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final List<String> INSTANCES = List.of("order-1", "order-2");

    private final Simulation simulation;
    private final Network network;
    private final InMemoryOrders stored;
    private final Orders orders;
    private final SimulatedStock stock;
    private final SimulatedPayments payments;
    private final Stock remoteStock;
    private final Payments remotePayments;
    private final List<Runnable> healing = new ArrayList<>();
    private final Map<String, Set<Result>> answers = new HashMap<>();
    private final Map<UUID, Set<CancelOrder.Result>> cancellations = new HashMap<>();
    private final Instant healed;
    private final int onHand;
    private final int customers;
    private int ids;
    private int asking;

    SettlementHistory(long seed, SettlementParts parts) {
        simulation = new Simulation(seed);
        var random = simulation.random();
        network = new Network(simulation, random.nextDouble() * 0.4);
        onHand = 2 + random.nextInt(6);
        customers = 1 + random.nextInt(3);
        stored = parts.orders(simulation);
        stock = parts.stock(simulation, onHand);
        payments = parts.payments(simulation, random.nextDouble() * 0.5);
        orders = SimulatedOrders.of(simulation, stored, random.nextDouble() * 0.1, healing);
        remoteStock = parts.over(simulation, network, stock);
        remotePayments = parts.over(network, payments);
        healed = simulation.clock().instant().plus(TROUBLE);
        healing.add(network::heal);
        healing.add(simulation::calm);
        healing.add(payments::heal);
    }

    /** Lets everything happen. */
    SettlementHistory run() {
        INSTANCES.forEach(this::boot);
        for (var i = 1; i <= customers; i++) {
            enter("customer-" + i);
        }
        for (var kills = simulation.random().nextInt(8); kills > 0; kills--) {
            simulation.start("chaos", simulation.within(TROUBLE), this::killOne);
        }
        simulation.start("chaos", TROUBLE, () -> healing.forEach(Runnable::run));
        simulation.run();
        return this;
    }

    /** Whoever was answered has one order; every order is at rest; money and stock are where their orders say. */
    void check() {
        answers.forEach((key, heard) -> assertThat(heard).as(key).hasSizeLessThanOrEqualTo(1));
        cancellations.forEach(
                (order, heard) -> assertThat(heard).as("%s", order).hasSize(1));
        var placed = stored.list(CUSTOMER, null, Integer.MAX_VALUE);
        assertThat(placed.stream().map(Order::id))
                .containsAll(answers.values().stream()
                        .flatMap(Set::stream)
                        .map(result -> ((Result.Answered) result).orderId())
                        .toList());
        assertThat(placed).hasSizeLessThanOrEqualTo(customers);
        placed.forEach(this::check);
        var sold = placed.stream()
                .filter(order -> order.status() == OrderStatus.CONFIRMED)
                .mapToInt(order -> order.lines().getFirst().quantity())
                .sum();
        assertThat(stock.onHand).as("on hand").isEqualTo(onHand - sold).isNotNegative();
        assertThat(stock.reserved).as("reserved").isZero();
    }

    private void check(Order order) {
        var account = payments.of(order.id());
        var hold = stock.stateOf(order.id());
        assertThat(account.charges).as("charges of " + order).isLessThanOrEqualTo(1);
        switch (order.status()) {
            case CONFIRMED -> {
                assertThat(account.kept()).isEqualTo(total(order));
                assertThat(hold).isEqualTo(State.COMMITTED);
            }
            case REJECTED, CANCELLED -> {
                assertThat(account.kept()).as("kept of " + order).isZero();
                assertThat(order.refunded() == null ? 0 : order.refunded().amount())
                        .isEqualTo(account.returned);
                assertThat(hold).isNotIn(State.HELD, State.COMMITTED);
            }
            case PENDING, CANCELLING -> throw new AssertionError("not at rest: " + order);
        }
    }

    private static long total(Order order) {
        return SimulatedStock.PRICE.times(order.lines().getFirst().quantity()).amount();
    }

    private void boot(String instance) {
        var worker =
                new SettlementWorker(orders, settlement(), new FakeJournal(), partsOf(instance), simulation.random());
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
        var instance = INSTANCES.get(simulation.random().nextInt(INSTANCES.size()));
        simulation.kill(instance);
        simulation.start("chaos", simulation.within(Duration.ofSeconds(5)), () -> boot(instance));
    }

    /** A customer asks, again until there is an answer, sometimes twice at once, and sometimes calls the order off. */
    private void enter(String customer) {
        var copies = 1 + simulation.random().nextInt(2);
        var quantity = 1 + simulation.random().nextInt(3);
        var method = simulation.chance(0.2) ? SimulatedPayments.DECLINED : "tok_approve";
        var regrets = simulation.chance(0.4);
        for (var copy = 0; copy < copies; copy++) {
            asking++;
            simulation.start(customer, simulation.within(TROUBLE), () -> {
                var answered = insist(customer, quantity, method);
                if (regrets) {
                    callOff(answered.orderId());
                }
                asking--;
            });
        }
    }

    private Result.Answered insist(String key, int quantity, String method) {
        while (true) {
            var answer = new ArrayList<Result>();
            attempt(() -> answer.add(visit(key, quantity, method)));
            for (var result : answer) {
                if (result instanceof Result.Answered answered) {
                    answers.computeIfAbsent(key, _ -> new HashSet<>()).add(answered);
                    return answered;
                }
            }
            simulation.sleep(LOOK);
        }
    }

    /** The request runs in an instance, which may die of its own; whoever sent it then hears nothing. */
    private Result visit(String key, int quantity, String method) {
        var instance = INSTANCES.get(simulation.random().nextInt(INSTANCES.size()));
        var heard = new ArrayList<Result>();
        var command = new PlaceOrder.Command(
                CUSTOMER,
                key,
                List.of(OrderLine.of(LAMP, quantity)),
                method,
                null,
                simulation.clock().instant().plusSeconds(2));
        var placing = new PlaceOrder(orders, settlement(), new FakeJournal(), Order::toString, partsOf(instance));
        simulation.start(instance, Duration.ZERO, () -> attempt(() -> heard.add(placing.place(command))));
        for (var wait = 0; heard.isEmpty() && wait < 5; wait++) {
            simulation.sleep(LOOK);
        }
        return heard.isEmpty() ? new Result.InProgress() : heard.getFirst();
    }

    private void callOff(UUID orderId) {
        simulation.sleep(simulation.within(Duration.ofSeconds(10)));
        var cancelling = new CancelOrder(orders, new FakeJournal(), simulation.clock());
        var heard = cancellations.computeIfAbsent(orderId, _ -> new HashSet<>());
        while (heard.isEmpty()) {
            attempt(() -> heard.add(cancelling.cancel(CUSTOMER, orderId)));
        }
        attempt(() -> heard.add(cancelling.cancel(CUSTOMER, orderId)));
    }

    /** Does {@code work}, which the database may fail; false when it did or said so. */
    private boolean attempt(BooleanSupplier work) {
        try {
            return work.getAsBoolean();
        } catch (SimulatedOrders.Away e) {
            return false;
        }
    }

    private SettleOrder settlement() {
        var remotes = new SettleOrder.Remotes(remoteStock, remotePayments);
        return new SettleOrder(orders, remotes, new FakeJournal(), Order::toString, simulation.clock());
    }

    private PlaceOrder.Parts partsOf(String instance) {
        return new PlaceOrder.Parts(instance, () -> new UUID(1, ++ids), simulation.clock(), simulation::sleep);
    }
}
