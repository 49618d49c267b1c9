package dev.watertight.acquirer.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of the request to take money.
 *
 * @param key the key of that request
 * @param decline why nothing was taken; null when the money was taken
 */
public record Charge(String key, Money amount, @Nullable Decline decline, Instant decidedAt) {

    /** What a request to give {@code wanted} back comes to, when {@code refunded} has gone back already. */
    Refund refund(String refundKey, Money wanted, long refunded, Instant now) {
        return new Refund(refundKey, key, wanted, declineRefund(wanted, refunded), now);
    }

    private @Nullable Decline declineRefund(Money wanted, long refunded) {
        if (decline != null || !wanted.currency().equals(amount.currency())) {
            return Decline.NOT_CHARGED;
        }
        return wanted.amount() > amount.amount() - refunded ? Decline.EXCEEDS_CHARGE : null;
    }
}
