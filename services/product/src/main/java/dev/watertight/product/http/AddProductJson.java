package dev.watertight.product.http;

import dev.watertight.chassis.http.Violations;
import dev.watertight.product.domain.Listing;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What arrives at {@code POST /products}. */
record AddProductJson(
        @Nullable String sku,
        @Nullable String name,
        @Nullable String description,
        @Nullable String category,
        @Nullable MoneyJson price) {

    /** @throws dev.watertight.chassis.http.ProblemException 422 with all that is wrong with it */
    AddProductJson checked(String currency) {
        var violations = new Violations();
        Texts.checkSku(Objects.requireNonNullElse(sku, ""), violations);
        Texts.checkName(Objects.requireNonNullElse(name, ""), violations);
        Texts.checkDescription(described(), violations);
        Texts.checkCategory(Objects.requireNonNullElse(category, ""), violations);
        Objects.requireNonNullElse(price, new MoneyJson(null, null)).check(currency, violations, "/price");
        violations.throwIfAny();
        return this;
    }

    String givenSku() {
        return Objects.requireNonNull(sku);
    }

    Listing toListing() {
        return new Listing(
                Objects.requireNonNull(name),
                described(),
                Objects.requireNonNull(category),
                Objects.requireNonNull(price).toMoney());
    }

    private String described() {
        return Objects.requireNonNullElse(description, "");
    }
}
