package dev.watertight.product.domain;

import java.util.UUID;

/**
 * A product as it is listed and in stock now.
 *
 * @param sku the merchandiser's own name of it, unique and for good
 * @param revision counts the changes of the listing, not those of the stock
 * @param available units on hand that nobody has reserved
 */
public record Product(UUID id, String sku, Listing listing, long revision, long available) {
    public static final int MAX_SKU = 64;

    static final long FIRST_REVISION = 1;

    public Product {
        if (sku.isEmpty() || sku.length() > MAX_SKU) {
            throw new IllegalArgumentException("a sku has 1 to " + MAX_SKU + " characters");
        }
    }

    /** A product that was never listed before, with nothing in stock. */
    static Product listed(UUID id, String sku, Listing listing) {
        return new Product(id, sku, listing, FIRST_REVISION, 0);
    }

    Product changed(Listing changed) {
        return new Product(id, sku, changed, revision + 1, available);
    }
}
