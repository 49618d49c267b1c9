package dev.watertight.product.domain;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All products and how many there are of each. */
public interface Products {
    /** The most units of one product. */
    long MAX_ON_HAND = 1_000_000_000;

    Optional<Product> find(UUID id);

    /** Those that match, in the order of their ids; those behind {@code after} when it is given. */
    List<Product> list(Search search, @Nullable UUID after, int limit);

    /** Lists a new product with nothing in stock. False when its sku is taken. */
    boolean add(Product product);

    /** Changes the listing that is at {@code revision}, which becomes the next one. False when it is not there any more. */
    boolean change(UUID id, long revision, Listing listing);

    /** Makes it {@code onHand} units, which cannot be fewer than are reserved. */
    StockChange setStock(UUID id, long onHand, UUID merchandiser);

    /** Adds those that are not there yet, with {@code onHand} units each, all or none; returns how many that were. */
    int load(List<Product> products, long onHand);

    /**
     * What to look for.
     *
     * @param category exactly this one
     * @param beginning what a word of the name begins with, as {@link SearchText}
     */
    record Search(@Nullable String category, @Nullable String beginning) {}

    /** Units of one product. */
    record Stock(long onHand, long reserved) {
        public Stock {
            if (reserved < 0 || onHand < reserved) {
                throw new IllegalArgumentException("reserved is between none and all");
            }
        }

        public long available() {
            return onHand - reserved;
        }
    }

    /** What came of setting the stock. */
    sealed interface StockChange {
        record Changed(Stock stock) implements StockChange {}

        record BelowReserved(long reserved) implements StockChange {}

        record UnknownProduct() implements StockChange {}
    }
}
