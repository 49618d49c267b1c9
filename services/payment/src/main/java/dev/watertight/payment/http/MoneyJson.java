package dev.watertight.payment.http;

import dev.watertight.chassis.http.Violations;
import dev.watertight.payment.domain.Money;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

record MoneyJson(@Nullable Long amount, @Nullable String currency) {
    static MoneyJson of(Money money) {
        return new MoneyJson(money.amount(), money.currency());
    }

    static void check(@Nullable MoneyJson money, String shopCurrency, Violations violations) {
        check(money, 0, shopCurrency, violations);
    }

    /** @param least the smallest amount that makes sense, in minor units */
    static void check(@Nullable MoneyJson money, long least, String shopCurrency, Violations violations) {
        if (money == null) {
            violations.require(false, "/amount", "must be an amount and its currency");
            return;
        }
        violations
                .require(
                        money.amount != null && money.amount >= least,
                        "/amount/amount",
                        "must be minor units, " + least + " or more")
                .require(shopCurrency.equals(money.currency), "/amount/currency", "must be " + shopCurrency);
    }

    Money toMoney() {
        return new Money(Objects.requireNonNull(amount), Objects.requireNonNull(currency));
    }
}
