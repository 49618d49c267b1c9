package dev.watertight.payment.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.watertight.payment.domain.Payment;
import dev.watertight.payment.domain.Refund;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A payment as its customer or, with who wanted each refund, support sees it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PaymentView(
        UUID id,
        UUID orderId,
        String status,
        @Nullable String reason,
        MoneyJson amount,
        MoneyJson refunded,
        Instant createdAt,
        @Nullable Instant decidedAt,
        List<RefundView> refunds) {

    static PaymentView of(Payment payment, List<Refund> refunds, Function<Refund, RefundView> view) {
        return new PaymentView(
                payment.id(),
                payment.orderId(),
                word(payment.status()),
                reason(payment),
                MoneyJson.of(payment.charge().amount()),
                MoneyJson.of(payment.refunded(refunds)),
                payment.createdAt(),
                payment.decidedAt(),
                refunds.stream().map(view).toList());
    }

    static @Nullable String reason(Payment payment) {
        var reason = payment.reason();
        return reason == null ? null : word(reason);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
