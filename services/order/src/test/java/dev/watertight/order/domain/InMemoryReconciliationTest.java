package dev.watertight.order.domain;

final class InMemoryReconciliationTest extends ReconciliationContract {
    private final InMemoryOrders orders = new InMemoryOrders();
    private final Reconciliation reconciliation = new InMemoryReconciliation(orders);

    @Override
    protected Orders orders() {
        return orders;
    }

    @Override
    protected Reconciliation reconciliation() {
        return reconciliation;
    }
}
