package dev.watertight.payment.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.watertight.payment.domain.Payment;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A payment as its customer sees it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PaymentView(
        UUID id,
        UUID orderId,
        String status,
        @Nullable String reason,
        MoneyJson amount,
        Instant createdAt,
        @Nullable Instant decidedAt) {

    static PaymentView of(Payment payment) {
        var reason = payment.reason();
        return new PaymentView(
                payment.id(),
                payment.orderId(),
                word(payment.status()),
                reason == null ? null : word(reason),
                MoneyJson.of(payment.charge().amount()),
                payment.createdAt(),
                payment.decidedAt());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
