package dev.watertight.product.domain;

final class InMemoryProductsTest extends ProductsContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected Products products() {
        return store;
    }
}
