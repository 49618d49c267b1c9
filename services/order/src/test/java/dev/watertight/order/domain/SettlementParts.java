package dev.watertight.order.domain;

import dev.watertight.chassis.testing.Network;
import dev.watertight.chassis.testing.Simulation;
import java.util.List;
import java.util.UUID;

/** What a history is made with; a twin replaces one of them by something that breaks its promise. */
class SettlementParts {
    InMemoryOrders orders(Simulation simulation) {
        return new InMemoryOrders();
    }

    SimulatedStock stock(Simulation simulation, int onHand) {
        return new SimulatedStock(simulation, onHand);
    }

    SimulatedPayments payments(Simulation simulation, double slowness) {
        return new SimulatedPayments(simulation, slowness);
    }

    /** The stock as settlement sees it, over the network. */
    Stock over(Simulation simulation, Network network, SimulatedStock stock) {
        return new RemoteStock(network, stock);
    }

    Payments over(Network network, SimulatedPayments payments) {
        return new RemotePayments(network, payments);
    }

    /** Product, over the network. */
    record RemoteStock(Network network, SimulatedStock stock) implements Stock {
        @Override
        public Reservation reserve(UUID orderId, List<OrderLine> lines) {
            return network.ask(() -> stock.reserve(orderId, lines), new Reservation.NoAnswer());
        }

        @Override
        public boolean commit(UUID orderId) {
            return network.ask(() -> stock.commit(orderId), false);
        }

        @Override
        public boolean release(UUID orderId) {
            return network.ask(() -> stock.release(orderId), false);
        }
    }

    /** Payment, over the network. */
    record RemotePayments(Network network, SimulatedPayments payments) implements Payments {
        @Override
        public Charge charge(UUID orderId, UUID customerId, Money amount, String method) {
            return network.ask(() -> payments.charge(orderId, customerId, amount, method), Charge.UNKNOWN);
        }

        @Override
        public Refund refund(UUID orderId, UUID customerId, String reason) {
            return network.ask(() -> payments.refund(orderId, customerId, reason), new Refund.Unknown());
        }
    }
}
