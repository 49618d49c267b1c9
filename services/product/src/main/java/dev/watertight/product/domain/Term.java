package dev.watertight.product.domain;

import java.time.Duration;
import java.time.Instant;

/** How long stock is held for who asks for it now. */
public record Term(Instant now, Instant until) {
    public Term {
        if (!until.isAfter(now)) {
            throw new IllegalArgumentException("a term ends after it begins");
        }
    }

    /**
     * Until when stock is held that was held until {@code expiresAt}. An order whose payment takes long asks again and again;
     * with less than half of a term left it gets a new one. Before that all copies of a call hear the same.
     */
    public Instant renewed(Instant expiresAt) {
        var left = Duration.between(now, expiresAt);
        return left.multipliedBy(2).compareTo(Duration.between(now, until)) < 0 ? until : expiresAt;
    }
}
