package dev.watertight.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.testing.Network;
import dev.watertight.chassis.testing.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Each of these shops breaks one promise that settlement rests on, and the simulation shows what it costs. */
final class SettlementTwinsTest {
    private static final int HISTORIES = 3_000;

    @Test
    void catchesAChargeWithoutAKey() {
        assertCaught(new SettlementParts() {
            @Override
            SimulatedPayments payments(Simulation simulation, double slowness) {
                return new SimulatedPayments(simulation, slowness) {
                    @Override
                    public Charge charge(UUID orderId, UUID customerId, Money amount, String method) {
                        var known = of(orderId).charges > 0;
                        var answer = super.charge(orderId, customerId, amount, method);
                        if (known && answer != Charge.REFUNDED) {
                            take(of(orderId), amount);
                        }
                        return answer;
                    }
                };
            }
        });
    }

    @Test
    void catchesABlindRetryAfterALostAnswer() {
        assertCaught(new SettlementParts() {
            @Override
            Payments over(Network network, SimulatedPayments payments) {
                var remote = new SettlementParts.RemotePayments(network, payments);
                return new Payments() {
                    @Override
                    public Charge charge(UUID orderId, UUID customerId, Money amount, String method) {
                        var answer = remote.charge(orderId, customerId, amount, method);
                        if (answer == Charge.UNKNOWN && !method.equals(SimulatedPayments.DECLINED)) {
                            payments.take(payments.of(orderId), amount);
                            return Charge.APPROVED;
                        }
                        return answer;
                    }

                    @Override
                    public Refund refund(UUID orderId, UUID customerId, String reason) {
                        return remote.refund(orderId, customerId, reason);
                    }
                };
            }
        });
    }

    @Test
    void catchesAConfirmationBeforeTheStockIsCommitted() {
        assertCaught(new SettlementParts() {
            @Override
            Stock over(Simulation simulation, Network network, SimulatedStock stock) {
                var remote = new SettlementParts.RemoteStock(network, stock);
                return new Stock() {
                    @Override
                    public Reservation reserve(UUID orderId, List<OrderLine> lines) {
                        return remote.reserve(orderId, lines);
                    }

                    @Override
                    public boolean commit(UUID orderId) {
                        simulation.start("order-1", Duration.ofSeconds(2), () -> remote.commit(orderId));
                        return true;
                    }

                    @Override
                    public boolean release(UUID orderId) {
                        return remote.release(orderId);
                    }
                };
            }
        });
    }

    @Test
    void catchesAnOutboxOutsideOfTheTransaction() {
        assertCaught(new SettlementParts() {
            @Override
            InMemoryOrders orders(Simulation simulation) {
                return new InMemoryOrders() {
                    @Override
                    // The pause must not hold the lock; in a simulation only one task runs at a time anyway.
                    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
                    public Placement place(Order order, IdempotencyKey key, Lease lease, String origin) {
                        var placement = super.place(order, key, lease, origin);
                        var row = take(order.id());
                        simulation.pause();
                        if (row != null) {
                            put(row);
                        }
                        return placement;
                    }
                };
            }
        });
    }

    @Test
    void catchesAReadModifyWriteOfStock() {
        assertCaught(new SettlementParts() {
            @Override
            SimulatedStock stock(Simulation simulation, int onHand) {
                return new SimulatedStock(simulation, onHand) {
                    @Override
                    void take(UUID orderId, int quantity) {
                        var before = reserved;
                        simulation.pause();
                        super.take(orderId, quantity);
                        if (stateOf(orderId) == State.HELD) {
                            reserved = before + quantity;
                        }
                    }
                };
            }
        });
    }

    @Test
    void catchesAStockWithoutTombstones() {
        assertCaught(new SettlementParts() {
            @Override
            SimulatedStock stock(Simulation simulation, int onHand) {
                return new SimulatedStock(simulation, onHand) {
                    @Override
                    public boolean release(UUID orderId) {
                        return !holds.containsKey(orderId) || super.release(orderId);
                    }
                };
            }
        });
    }

    @Test
    void catchesAPaymentWithoutTombstones() {
        assertCaught(new SettlementParts() {
            @Override
            SimulatedPayments payments(Simulation simulation, double slowness) {
                return new SimulatedPayments(simulation, slowness) {
                    @Override
                    public Refund refund(UUID orderId, UUID customerId, String reason) {
                        return of(orderId).charges > 0
                                ? super.refund(orderId, customerId, reason)
                                : new Refund.Done(new Money(0, "EUR"));
                    }
                };
            }
        });
    }

    @Test
    void catchesARejectionThatDoesNotSeeThatTheOrderWasPriced() {
        assertCaught(new SettlementParts() {
            @Override
            InMemoryOrders orders(Simulation simulation) {
                return new InMemoryOrders() {
                    @Override
                    boolean move(Order moved, OrderStatus from) {
                        var total = find(moved.id()).orElseThrow().total();
                        return super.move(total == null ? moved : moved.priced(moved.lines(), total), from);
                    }
                };
            }
        });
    }

    private static void assertCaught(SettlementParts twin) {
        assertThat(LongStream.rangeClosed(1, HISTORIES).anyMatch(seed -> isCaught(seed, twin)))
                .isTrue();
    }

    /** Only what the balance says counts: a history that breaks down on its way proves nothing. */
    private static boolean isCaught(long seed, SettlementParts twin) {
        var history = new SettlementHistory(seed, twin).run();
        try {
            history.check();
            return false;
        } catch (AssertionError e) {
            return true;
        }
    }
}
