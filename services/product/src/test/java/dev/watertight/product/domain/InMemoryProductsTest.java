package dev.watertight.product.domain;

final class InMemoryProductsTest extends ProductsContract {
    private final InMemoryProducts store = new InMemoryProducts();

    @Override
    protected Products products() {
        return store;
    }
}
