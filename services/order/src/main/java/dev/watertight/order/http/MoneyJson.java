package dev.watertight.order.http;

import dev.watertight.chassis.http.Violations;
import dev.watertight.order.domain.Money;
import org.jspecify.annotations.Nullable;

record MoneyJson(@Nullable Long amount, @Nullable String currency) {
    static MoneyJson of(Money money) {
        return new MoneyJson(money.amount(), money.currency());
    }

    void check(String shopCurrency, Violations violations, String pointer) {
        violations
                .require(amount != null && amount >= 0, pointer + "/amount", "must be minor units, 0 or more")
                .require(shopCurrency.equals(currency), pointer + "/currency", "must be " + shopCurrency);
    }
}
