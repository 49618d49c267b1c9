package dev.watertight.product.domain;

import java.util.UUID;
import java.util.function.LongPredicate;

/** Changes a listing that is still as its merchandiser saw it. */
public final class ChangeListing {
    private final Products products;

    public ChangeListing(Products products) {
        this.products = products;
    }

    /** What came of it. */
    public sealed interface Result {
        record Changed(Product product) implements Result {}

        /** Somebody changed it since. */
        record Stale() implements Result {}

        record UnknownProduct() implements Result {}
    }

    /** @param seen whether a revision is one the merchandiser knows */
    public Result change(UUID id, LongPredicate seen, ListingChange change) {
        var found = products.find(id);
        if (found.isEmpty()) {
            return new Result.UnknownProduct();
        }
        var product = found.get();
        var listing = change.applyTo(product.listing());
        return seen.test(product.revision()) && products.change(id, product.revision(), listing)
                ? new Result.Changed(product.changed(listing))
                : new Result.Stale();
    }
}
