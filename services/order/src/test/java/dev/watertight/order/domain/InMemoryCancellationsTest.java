package dev.watertight.order.domain;

final class InMemoryCancellationsTest extends CancellationsContract {
    private final Orders orders = new InMemoryOrders();

    @Override
    protected Orders orders() {
        return orders;
    }
}
