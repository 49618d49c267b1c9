package dev.watertight.acquirer.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of the request to give money back.
 *
 * @param key the key of that request
 * @param decline why nothing went back; null when the money went back
 */
public record Refund(
        String key,
        String chargeKey,
        Money amount,
        @Nullable Decline decline,
        Instant decidedAt) {}
