package dev.watertight.payment.http;

import dev.watertight.chassis.http.Violations;
import dev.watertight.payment.domain.Payment;
import dev.watertight.payment.domain.PaymentMethod;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What arrives at {@code POST /charges}. */
record ChargeJson(
        @Nullable UUID orderId,
        @Nullable UUID customerId,
        @Nullable MoneyJson amount,
        @Nullable String paymentMethod) {
    private static final int MAX_METHOD = 64;

    /** Checks all of it and turns it into the domain's words. */
    Payment.Charge toCharge(String currency) {
        var violations = new Violations()
                .require(orderId != null, "/orderId", "must be the id of an order")
                .require(customerId != null, "/customerId", "must be the id of a customer")
                .require(
                        paymentMethod != null
                                && !paymentMethod.isEmpty()
                                && paymentMethod.length() <= MAX_METHOD
                                && paymentMethod.chars().allMatch(c -> c > ' ' && c < 127),
                        "/paymentMethod",
                        "must be a payment method token");
        MoneyJson.check(amount, currency, violations);
        violations.throwIfAny();
        return new Payment.Charge(
                Objects.requireNonNull(orderId),
                Objects.requireNonNull(customerId),
                Objects.requireNonNull(amount).toMoney(),
                new PaymentMethod(Objects.requireNonNull(paymentMethod)));
    }

    /** A record prints its parts; what somebody pays with belongs in no log. */
    @Override
    public String toString() {
        return "charge of order " + orderId;
    }
}
