package dev.watertight.product.domain;

final class InMemoryReservationsTest extends ReservationsContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected Products products() {
        return store;
    }

    @Override
    protected Reservations reservations() {
        return store;
    }
}
