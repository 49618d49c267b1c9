package dev.watertight.acquirer.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.watertight.acquirer.domain.Charge;
import dev.watertight.acquirer.domain.Decline;
import dev.watertight.acquirer.domain.Refund;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A decision about a charge or a refund, the same each time. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DecisionView(
        String key,
        @Nullable String chargeKey,
        String status,
        @Nullable String reason,
        MoneyJson amount,
        @Nullable Long refunded,
        Instant decidedAt) {

    static DecisionView of(Charge charge) {
        return of(charge, null);
    }

    /** A charge as it stands now, with what went back of it. */
    static DecisionView of(Charge charge, long refunded) {
        return of(charge, Long.valueOf(refunded));
    }

    private static DecisionView of(Charge charge, @Nullable Long refunded) {
        return new DecisionView(
                charge.key(),
                null,
                status(charge.decline()),
                reason(charge.decline()),
                MoneyJson.of(charge.amount()),
                refunded,
                charge.decidedAt());
    }

    static DecisionView of(Refund refund) {
        return new DecisionView(
                refund.key(),
                refund.chargeKey(),
                status(refund.decline()),
                reason(refund.decline()),
                MoneyJson.of(refund.amount()),
                null,
                refund.decidedAt());
    }

    private static String status(@Nullable Decline decline) {
        return decline == null ? "approved" : "declined";
    }

    private static @Nullable String reason(@Nullable Decline decline) {
        return decline == null ? null : decline.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
