package dev.watertight.user.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A log-in and the family of refresh tokens that descend from it. Each exchange begins a generation; the tokens of the
 * current one are good.
 *
 * @param generation how many exchanges there were, counting the log-in
 * @param rotatedAt when the current generation began
 */
public record UserSession(
        UUID id, UUID userId, int generation, Instant rotatedAt, Instant createdAt, Instant expiresAt) {
    static final Duration LIFETIME = Duration.ofDays(30);

    /** How long a token stays good after its exchange, whose answer may have been lost. */
    static final Duration GRACE = Duration.ofSeconds(10);

    /** What a refresh token of this session is worth. */
    public enum Worth {
        CURRENT,
        /** Exchanged a moment ago, and none of those it was exchanged for has been used yet. */
        PREDECESSOR,
        /** Exchanged before: somebody has a copy. */
        REUSED,
        /** The session is over. */
        EXPIRED
    }

    static UserSession opened(UUID id, UUID userId, Instant now) {
        return new UserSession(id, userId, 1, now, now, now.plus(LIFETIME));
    }

    public Worth worth(int tokenGeneration, Instant now) {
        if (!now.isBefore(expiresAt)) {
            return Worth.EXPIRED;
        }
        if (tokenGeneration == generation) {
            return Worth.CURRENT;
        }
        var fresh = !now.isAfter(rotatedAt.plus(GRACE));
        return fresh && tokenGeneration == generation - 1 ? Worth.PREDECESSOR : Worth.REUSED;
    }

    public UserSession rotated(Instant now) {
        return new UserSession(id, userId, generation + 1, now, createdAt, expiresAt);
    }
}
