package dev.watertight.order.domain;

import dev.watertight.chassis.testing.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Product as it promises to be: one product, all or nothing, each call repeatable, holds that expire. */
class SimulatedStock implements Stock {
    static final Money PRICE = new Money(999, "EUR");

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(15);

    enum State {
        HELD,
        COMMITTED,
        EXPIRED,
        RELEASED,
        OUT_OF_STOCK
    }

    record Hold(State state, int quantity, Instant until) {
        Hold become(State next) {
            return new Hold(next, quantity, until);
        }
    }

    final Simulation simulation;
    final Map<UUID, Hold> holds = new HashMap<>();
    int onHand;
    int reserved;

    SimulatedStock(Simulation simulation, int onHand) {
        this.simulation = simulation;
        this.onHand = onHand;
    }

    State stateOf(UUID orderId) {
        return holds.getOrDefault(orderId, hold(State.OUT_OF_STOCK, 0)).state();
    }

    @Override
    public Reservation reserve(UUID orderId, List<OrderLine> lines) {
        expire();
        var quantity = lines.getFirst().quantity();
        var hold = holds.get(orderId);
        if (hold == null || hold.state() == State.EXPIRED) {
            take(orderId, quantity);
        }
        return switch (stateOf(orderId)) {
            case HELD, COMMITTED ->
                new Reservation.Held(List.of(new OrderLine(lines.getFirst().productId(), quantity, "Lamp", PRICE)));
            case OUT_OF_STOCK -> new Reservation.OutOfStock();
            case RELEASED, EXPIRED -> new Reservation.NoAnswer();
        };
    }

    void take(UUID orderId, int quantity) {
        var enough = onHand - reserved >= quantity;
        if (enough) {
            reserved += quantity;
        }
        holds.put(orderId, hold(enough ? State.HELD : State.OUT_OF_STOCK, quantity));
    }

    final Hold hold(State state, int quantity) {
        return new Hold(state, quantity, simulation.clock().instant().plus(TIME_TO_LIVE));
    }

    @Override
    public boolean commit(UUID orderId) {
        expire();
        var hold = holds.get(orderId);
        if (hold == null || hold.state() != State.HELD) {
            return hold != null && hold.state() == State.COMMITTED;
        }
        onHand -= hold.quantity();
        reserved -= hold.quantity();
        holds.put(orderId, hold.become(State.COMMITTED));
        return true;
    }

    @Override
    public boolean release(UUID orderId) {
        var hold = holds.getOrDefault(orderId, hold(State.OUT_OF_STOCK, 0));
        switch (hold.state()) {
            case HELD -> reserved -= hold.quantity();
            case COMMITTED -> onHand += hold.quantity();
            case EXPIRED, RELEASED, OUT_OF_STOCK -> {}
        }
        holds.put(orderId, hold.become(State.RELEASED));
        return true;
    }

    private void expire() {
        var now = simulation.clock().instant();
        holds.replaceAll((orderId, hold) -> {
            if (hold.state() != State.HELD || hold.until().isAfter(now)) {
                return hold;
            }
            reserved -= hold.quantity();
            return hold.become(State.EXPIRED);
        });
    }
}
