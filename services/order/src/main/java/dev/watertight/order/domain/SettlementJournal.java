package dev.watertight.order.domain;

import java.util.UUID;
import java.util.function.Supplier;

/** Told what happens to orders, for those who watch. */
public interface SettlementJournal {
    /** Where the work at hand comes from, to find the way back to it later. */
    String origin();

    void placed(Order order);

    void settled(Order order);

    /** The books of another service say otherwise, and a person has to look. */
    void differs(Order order, Reconciliation.Mismatch mismatch);

    /** Does one step of an order's settlement, and sees how long it took and how it ended. */
    <T> T step(String name, UUID orderId, Supplier<T> step);

    /** Goes on with an order in the background, on behalf of where it came from. */
    void resume(Orders.Work work, Runnable settlement);
}
