package dev.watertight.payment.domain;

import dev.watertight.chassis.testing.Network;
import dev.watertight.chassis.testing.Simulation;

/** What a history is made with; a twin replaces one of them by something that breaks its promise. */
class PaymentParts {
    Refunds refunds(Simulation simulation, InMemoryPayments payments) {
        return new InMemoryRefunds(payments);
    }

    /** The acquirer as Payment asks it. */
    Acquirer over(Simulation simulation, Network network, KeyedAcquirer acquirer) {
        return new RemoteAcquirer(network, acquirer);
    }
}
