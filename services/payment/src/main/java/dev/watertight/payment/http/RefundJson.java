package dev.watertight.payment.http;

import dev.watertight.chassis.http.Violations;
import dev.watertight.payment.domain.RefundPayment;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What arrives at {@code POST /payments/{id}/refunds}. */
record RefundJson(@Nullable MoneyJson amount, @Nullable String reason) {
    private static final int MAX_REASON = 200;

    RefundPayment.Command toCommand(UUID paymentId, UUID requestedBy, String key, String currency, Instant answerBy) {
        var violations = new Violations();
        MoneyJson.check(amount, 1, currency, violations);
        checkReason(reason, violations);
        violations.throwIfAny();
        return new RefundPayment.Command(
                paymentId,
                requestedBy,
                key,
                Objects.requireNonNull(amount).toMoney(),
                Objects.requireNonNull(reason),
                answerBy);
    }

    static void checkReason(@Nullable String reason, Violations violations) {
        var text = Objects.requireNonNullElse(reason, "");
        violations
                .require(
                        !text.isBlank() && text.length() <= MAX_REASON,
                        "/reason",
                        "must be 1 to " + MAX_REASON + " characters")
                .requirePrintable(text, "/reason");
    }
}
