package dev.watertight.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.testing.Network;
import dev.watertight.chassis.testing.Simulation;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Charges, refunds and cancellations in ten thousand histories, and broken twins that must not survive them. */
final class PaymentSimulationTest {
    private static final int HISTORIES = 10_000;

    /** A twin has to be caught sooner than that. */
    private static final int HISTORIES_OF_A_TWIN = 1_000;

    @Test
    void balancesWhateverHappens() {
        for (long seed = 1; seed <= HISTORIES; seed++) {
            try {
                new PaymentHistory(seed, new PaymentParts()).run().check();
            } catch (AssertionError e) {
                throw new AssertionError("the history with seed " + seed, e);
            }
        }
    }

    @Test
    void catchesAChargeWithoutAKey() {
        assertCaught(new PaymentParts() {
            @Override
            Acquirer over(Simulation simulation, Network network, KeyedAcquirer acquirer) {
                return new RemoteAcquirer(network, acquirer) {
                    @Override
                    public Answer charge(Payment.Charge charge) {
                        return super.charge(underAnotherKey(simulation, charge));
                    }
                };
            }
        });
    }

    @Test
    void catchesABlindRetryAfterALostAnswer() {
        assertCaught(new PaymentParts() {
            @Override
            Acquirer over(Simulation simulation, Network network, KeyedAcquirer acquirer) {
                return new RemoteAcquirer(network, acquirer) {
                    @Override
                    public Answer charge(Payment.Charge charge) {
                        var answer = super.charge(charge);
                        return answer instanceof Answer.Nothing
                                ? super.charge(underAnotherKey(simulation, charge))
                                : answer;
                    }
                };
            }
        });
    }

    @Test
    void catchesARefundUnderANewKeyEachTime() {
        assertCaught(new PaymentParts() {
            @Override
            Acquirer over(Simulation simulation, Network network, KeyedAcquirer acquirer) {
                return new RemoteAcquirer(network, acquirer) {
                    @Override
                    public RefundAnswer refund(Refund refund) {
                        var key = new UUID(9, simulation.random().nextLong());
                        return super.refund(new Refund(
                                key,
                                refund.orderId(),
                                refund.paymentId(),
                                refund.amount(),
                                refund.requestedBy(),
                                refund.reason(),
                                refund.status(),
                                refund.createdAt(),
                                null,
                                null));
                    }
                };
            }
        });
    }

    @Test
    void catchesACancellationWithoutATombstone() {
        assertCaught(new PaymentParts() {
            @Override
            Refunds refunds(Simulation simulation, InMemoryPayments payments) {
                return new InMemoryRefunds(payments) {
                    @Override
                    public Payment cancel(Payment tombstone, Payments.Lease lease, String origin) {
                        return payments.findByOrder(tombstone.orderId()).isEmpty()
                                ? tombstone
                                : super.cancel(tombstone, lease, origin);
                    }
                };
            }
        });
    }

    /** The promise, read in one transaction and written in another. */
    @Test
    void catchesARefundThatReadsBeforeItWrites() {
        assertCaught(new PaymentParts() {
            @Override
            Refunds refunds(Simulation simulation, InMemoryPayments payments) {
                return new InMemoryRefunds(payments) {
                    @Override
                    public Opening open(Refund wanted, IdempotencyKey key, Payments.Lease lease, String origin) {
                        var read = payments.findByOrder(wanted.orderId()).orElseThrow();
                        simulation.pause();
                        var opening = super.open(wanted, key, lease, origin);
                        if (opening instanceof Opening.Opened) {
                            payments.put(InMemoryPayments.promised(
                                    read, wanted.amount().amount()));
                        }
                        return opening;
                    }
                };
            }
        });
    }

    private static Payment.Charge underAnotherKey(Simulation simulation, Payment.Charge charge) {
        var key = new UUID(9, simulation.random().nextLong());
        return new Payment.Charge(key, charge.customerId(), charge.amount(), charge.method());
    }

    private static void assertCaught(PaymentParts twin) {
        assertThat(LongStream.rangeClosed(1, HISTORIES_OF_A_TWIN).anyMatch(seed -> isCaught(seed, twin)))
                .as("a history that the twin does not survive")
                .isTrue();
    }

    /** Only what the balance says counts: a history that breaks down on its way proves nothing. */
    private static boolean isCaught(long seed, PaymentParts twin) {
        var history = new PaymentHistory(seed, twin).run();
        try {
            history.check();
            return false;
        } catch (AssertionError e) {
            return true;
        }
    }
}
