package dev.watertight.order.domain;

final class InMemoryOrdersTest extends OrdersContract {
    private final InMemoryOrders orders = new InMemoryOrders();

    @Override
    protected Orders orders() {
        return orders;
    }
}
