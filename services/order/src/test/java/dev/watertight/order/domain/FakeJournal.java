package dev.watertight.order.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Remembers what happened to orders. */
final class FakeJournal implements SettlementJournal {
    final List<OrderStatus> settled = new ArrayList<>();
    final List<Reconciliation.Mismatch> differing = new ArrayList<>();
    final List<Orders.Work> resumed = new ArrayList<>();

    @Override
    public String origin() {
        return "origin";
    }

    @Override
    public void placed(Order order) {
        // What was placed is in Orders.
    }

    @Override
    public void settled(Order order) {
        settled.add(order.status());
    }

    @Override
    public void differs(Order order, Reconciliation.Mismatch mismatch) {
        differing.add(mismatch);
    }

    @Override
    public <T> T step(String name, UUID orderId, Supplier<T> step) {
        return step.get();
    }

    @Override
    public void resume(Orders.Work work, Runnable settlement) {
        resumed.add(work);
        settlement.run();
    }
}
