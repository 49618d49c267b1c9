package dev.watertight.product.http;

import dev.watertight.chassis.http.Violations;
import dev.watertight.product.domain.Listing;
import dev.watertight.product.domain.Money;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

record MoneyJson(@Nullable Long amount, @Nullable String currency) {
    static MoneyJson of(Money money) {
        return new MoneyJson(money.amount(), money.currency());
    }

    Money toMoney() {
        return new Money(Objects.requireNonNull(amount), Objects.requireNonNull(currency));
    }

    void check(String shopCurrency, Violations violations, String pointer) {
        violations
                .require(
                        amount != null && amount >= 0 && amount <= Listing.MAX_PRICE,
                        pointer + "/amount",
                        "must be minor units, 0 to " + Listing.MAX_PRICE)
                .require(shopCurrency.equals(currency), pointer + "/currency", "must be " + shopCurrency);
    }
}
