package dev.watertight.payment.http;

import dev.watertight.chassis.http.Violations;
import dev.watertight.payment.domain.CancelCharge;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What arrives at {@code POST /charges/{orderId}/refund}. */
record CancelJson(@Nullable UUID customerId, @Nullable String reason) {
    CancelCharge.Command toCommand(UUID orderId, String currency) {
        var violations = new Violations().require(customerId != null, "/customerId", "must be the id of a customer");
        RefundJson.checkReason(reason, violations);
        violations.throwIfAny();
        return new CancelCharge.Command(
                orderId, Objects.requireNonNull(customerId), Objects.requireNonNull(reason), currency);
    }
}
