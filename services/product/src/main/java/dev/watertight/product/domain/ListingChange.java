package dev.watertight.product.domain;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The parts of a listing that become something else; the absent ones stay as they are. */
public record ListingChange(
        @Nullable String name,
        @Nullable String description,
        @Nullable String category,
        @Nullable Money price) {
    Listing applyTo(Listing listing) {
        return new Listing(
                Objects.requireNonNullElse(name, listing.name()),
                Objects.requireNonNullElse(description, listing.description()),
                Objects.requireNonNullElse(category, listing.category()),
                Objects.requireNonNullElse(price, listing.price()));
    }
}
