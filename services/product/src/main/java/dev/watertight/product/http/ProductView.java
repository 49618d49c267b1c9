package dev.watertight.product.http;

import dev.watertight.product.domain.Product;
import java.util.UUID;

/** A product as everybody sees it. */
record ProductView(
        UUID id, String sku, String name, String description, String category, MoneyJson price, long available) {
    static ProductView of(Product product) {
        var listing = product.listing();
        return new ProductView(
                product.id(),
                product.sku(),
                listing.name(),
                listing.description(),
                listing.category(),
                MoneyJson.of(listing.price()),
                product.available());
    }
}
