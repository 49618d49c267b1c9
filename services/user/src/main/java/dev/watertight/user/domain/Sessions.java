package dev.watertight.user.domain;

import java.time.Instant;
import java.util.UUID;

/** All sessions and the fingerprints of their refresh tokens. */
public interface Sessions {

    /** What came of an exchange. */
    sealed interface Exchange {
        /** The fresh token belongs to this session now. */
        record Granted(UserSession session) implements Exchange {}

        /** No session that still runs has such a token. */
        record Unknown() implements Exchange {}

        /** The token was exchanged before, so its session is ended. */
        record Reused(UserSession session) implements Exchange {}
    }

    /**
     * Begins a session with its first refresh token.
     *
     * @param verified the hash the password was checked against
     * @return false when that is not the account's password any more
     */
    boolean open(UserSession session, RefreshToken first, PasswordHash verified);

    /** Exchanges {@code presented} for {@code fresh}, if it is worth that. */
    Exchange exchange(RefreshToken presented, RefreshToken fresh, Instant now);

    /** Ends a session, if it is not over yet. */
    void end(UUID sessionId);

    /**
     * Forgets up to {@code limit} sessions that expired.
     *
     * @return how many it found
     */
    int forgetExpired(Instant now, int limit);
}
