package dev.watertight.product.http;

import dev.watertight.chassis.http.Violations;
import dev.watertight.product.domain.ListingChange;
import org.jspecify.annotations.Nullable;

/** What arrives at {@code PATCH /products/{id}}. */
record ChangeProductJson(
        @Nullable String name,
        @Nullable String description,
        @Nullable String category,
        @Nullable MoneyJson price) {

    /** Checks all of it and turns it into the domain's words. */
    ListingChange toChange(String currency) {
        var violations = new Violations();
        violations.require(
                name != null || description != null || category != null || price != null,
                "",
                "must have at least one of name, description, category and price");
        if (name != null) {
            Texts.checkName(name, violations);
        }
        if (description != null) {
            Texts.checkDescription(description, violations);
        }
        if (category != null) {
            Texts.checkCategory(category, violations);
        }
        if (price != null) {
            price.check(currency, violations, "/price");
        }
        violations.throwIfAny();
        return new ListingChange(name, description, category, price == null ? null : price.toMoney());
    }
}
