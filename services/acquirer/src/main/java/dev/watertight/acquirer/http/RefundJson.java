package dev.watertight.acquirer.http;

import dev.watertight.acquirer.domain.GiveRefund;
import dev.watertight.chassis.http.Violations;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What arrives at {@code POST /refunds}. */
record RefundJson(@Nullable String chargeKey, @Nullable MoneyJson amount) {
    GiveRefund.Command toCommand(String key) {
        var violations = new Violations();
        MoneyJson.check(amount, violations);
        violations
                .require(chargeKey != null && !chargeKey.isBlank(), "/chargeKey", "must be the key of a charge")
                .throwIfAny();
        return new GiveRefund.Command(
                key,
                Objects.requireNonNull(chargeKey),
                Objects.requireNonNull(amount).toMoney());
    }
}
