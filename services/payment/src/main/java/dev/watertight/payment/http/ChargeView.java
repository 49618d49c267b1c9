package dev.watertight.payment.http;

import com.fasterxml.jackson.annotation.JsonInclude;
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
        MoneyJson amount) {

    static ChargeView of(Payment payment) {
        var view = PaymentView.of(payment);
        return new ChargeView(
                view.orderId(),
                view.id(),
                payment.isDecided() ? view.status() : "unknown",
                view.reason(),
                view.amount());
    }
}
