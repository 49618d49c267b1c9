package dev.watertight.product.domain;

final class InMemoryReservationsTest extends ReservationsContract {
    private final InMemoryProducts products = new InMemoryProducts();
    private final InMemoryReservations reservations = new InMemoryReservations(products);

    @Override
    protected Products products() {
        return products;
    }

    @Override
    protected Reservations reservations() {
        return reservations;
    }
}
