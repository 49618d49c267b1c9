package dev.watertight.user.domain;

/** What a client holds of its session. */
public record SessionTokens(String accessToken, RefreshToken refreshToken) {
    @Override
    public String toString() {
        return "***";
    }
}
