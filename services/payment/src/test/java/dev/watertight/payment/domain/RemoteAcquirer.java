package dev.watertight.payment.domain;

import dev.watertight.chassis.testing.Network;
import java.util.UUID;

/** The acquirer, over a network that loses, delays and repeats. */
class RemoteAcquirer implements Acquirer {
    private final Network network;
    private final Acquirer acquirer;

    RemoteAcquirer(Network network, Acquirer acquirer) {
        this.network = network;
        this.acquirer = acquirer;
    }

    @Override
    public Answer charge(Payment.Charge charge) {
        return network.ask(() -> acquirer.charge(charge), new Answer.Nothing());
    }

    @Override
    public Answer find(UUID orderId) {
        return network.ask(() -> acquirer.find(orderId), new Answer.Nothing());
    }

    @Override
    public RefundAnswer refund(Refund refund) {
        return network.ask(() -> acquirer.refund(refund), RefundAnswer.NOTHING);
    }
}
