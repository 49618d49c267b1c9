package dev.watertight.acquirer.http;

import dev.watertight.acquirer.domain.TakeCharge;
import dev.watertight.chassis.http.Violations;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What arrives at {@code POST /charges}. */
record ChargeJson(@Nullable MoneyJson amount, @Nullable String paymentMethod) {
    private static final int MAX_METHOD = 64;

    TakeCharge.Command toCommand(String key) {
        var violations = new Violations();
        MoneyJson.check(amount, violations);
        violations
                .require(
                        paymentMethod != null && !paymentMethod.isBlank() && paymentMethod.length() <= MAX_METHOD,
                        "/paymentMethod",
                        "must be a payment method token")
                .throwIfAny();
        return new TakeCharge.Command(
                key, Objects.requireNonNull(amount).toMoney(), Objects.requireNonNull(paymentMethod));
    }
}
