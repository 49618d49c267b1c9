package dev.watertight.product.http;

import dev.watertight.chassis.http.Violations;
import dev.watertight.product.domain.Listing;
import dev.watertight.product.domain.Products.Search;
import dev.watertight.product.domain.SearchText;
import io.helidon.webserver.http.ServerRequest;
import org.jspecify.annotations.Nullable;

/** What {@code ?category=} and {@code ?q=} ask for; an empty one asks for nothing. */
final class Searches {
    private Searches() {}

    /** @throws dev.watertight.chassis.http.ProblemException 422 when nothing could ever match */
    static Search asked(ServerRequest request) {
        var category = given(request, "category");
        var words = given(request, "q");
        var beginning = words == null ? null : SearchText.of(words);
        new Violations()
                .require(
                        category == null || category.length() <= Listing.MAX_CATEGORY,
                        "?category",
                        "must have at most " + Listing.MAX_CATEGORY + " characters")
                .require(
                        words == null || words.length() <= Listing.MAX_NAME,
                        "?q",
                        "must have at most " + Listing.MAX_NAME + " characters")
                .require(beginning == null || !beginning.isEmpty(), "?q", "must have a letter or digit")
                .throwIfAny();
        return new Search(category, beginning);
    }

    private static @Nullable String given(ServerRequest request, String parameter) {
        var query = request.query();
        var value = query.contains(parameter) ? query.get(parameter) : "";
        return value.isBlank() ? null : value;
    }
}
