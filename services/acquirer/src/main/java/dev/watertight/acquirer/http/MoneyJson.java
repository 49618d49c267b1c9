package dev.watertight.acquirer.http;

import dev.watertight.acquirer.domain.Money;
import dev.watertight.chassis.http.Violations;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

record MoneyJson(@Nullable Long amount, @Nullable String currency) {
    static MoneyJson of(Money money) {
        return new MoneyJson(money.amount(), money.currency());
    }

    static void check(@Nullable MoneyJson money, Violations violations) {
        if (money == null) {
            violations.require(false, "/amount", "must be an amount and its currency");
            return;
        }
        violations
                .require(money.amount != null && money.amount >= 0, "/amount/amount", "must be minor units, 0 or more")
                .require(
                        money.currency != null && money.currency.matches("[A-Z]{3}"),
                        "/amount/currency",
                        "must be an ISO 4217 code");
    }

    Money toMoney() {
        return new Money(Objects.requireNonNull(amount), Objects.requireNonNull(currency));
    }
}
