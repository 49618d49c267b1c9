package dev.watertight.product.domain;

import java.util.UUID;
import java.util.function.Supplier;

/** Lists a new product. */
public final class AddProduct {
    private final Products products;
    private final Supplier<UUID> ids;

    public AddProduct(Products products, Supplier<UUID> ids) {
        this.products = products;
        this.ids = ids;
    }

    /** What came of it. */
    public sealed interface Result {
        record Added(Product product) implements Result {}

        record SkuTaken() implements Result {}
    }

    public Result add(String sku, Listing listing) {
        var product = Product.listed(ids.get(), sku, listing);
        return products.add(product) ? new Result.Added(product) : new Result.SkuTaken();
    }
}
