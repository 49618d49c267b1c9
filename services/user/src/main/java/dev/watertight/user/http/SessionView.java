package dev.watertight.user.http;

import dev.watertight.user.domain.AccessTokens;
import dev.watertight.user.domain.SessionTokens;

/**
 * What a client holds of its session.
 *
 * @param expiresIn seconds until the access token expires
 */
record SessionView(String accessToken, long expiresIn, String refreshToken) {
    static SessionView of(SessionTokens tokens) {
        return new SessionView(
                tokens.accessToken(),
                AccessTokens.LIFETIME.toSeconds(),
                tokens.refreshToken().reveal());
    }

    @Override
    public String toString() {
        return "***";
    }
}
