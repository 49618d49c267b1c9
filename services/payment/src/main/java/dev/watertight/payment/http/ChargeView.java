package dev.watertight.payment.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.watertight.payment.domain.Money;
import dev.watertight.payment.domain.Payment;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A charge as the service that asked for it sees it: what is still pending is unknown to it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChargeView(
        UUID orderId,
        UUID paymentId,
        String status,
        @Nullable String reason,
        MoneyJson amount,
        MoneyJson refunded) {

    static ChargeView of(Payment payment, Money refunded) {
        return new ChargeView(
                payment.orderId(),
                payment.id(),
                status(payment),
                payment.isCancelled() ? null : PaymentView.reason(payment),
                MoneyJson.of(payment.charge().amount()),
                MoneyJson.of(refunded));
    }

    private static String status(Payment payment) {
        if (payment.isCancelled()) {
            return "cancelled";
        }
        return payment.isDecided() ? PaymentView.word(payment.status()) : "unknown";
    }
}
