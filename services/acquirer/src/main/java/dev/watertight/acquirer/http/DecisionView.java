package dev.watertight.acquirer.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.watertight.acquirer.domain.Charge;
import dev.watertight.acquirer.domain.Decline;
import dev.watertight.acquirer.domain.Refund;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A charge or a refund as whoever asked for it sees it, the same each time. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DecisionView(
        String key,
        @Nullable String chargeKey,
        String status,
        @Nullable String reason,
        MoneyJson amount,
        Instant decidedAt) {

    static DecisionView of(Charge charge) {
        return new DecisionView(
                charge.key(),
                null,
                status(charge.decline()),
                reason(charge.decline()),
                MoneyJson.of(charge.amount()),
                charge.decidedAt());
    }

    static DecisionView of(Refund refund) {
        return new DecisionView(
                refund.key(),
                refund.chargeKey(),
                status(refund.decline()),
                reason(refund.decline()),
                MoneyJson.of(refund.amount()),
                refund.decidedAt());
    }

    private static String status(@Nullable Decline decline) {
        return decline == null ? "approved" : "declined";
    }

    private static @Nullable String reason(@Nullable Decline decline) {
        return decline == null ? null : decline.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
