package dev.watertight.user.http;

import dev.watertight.chassis.http.Violations;
import dev.watertight.user.domain.RefreshToken;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What arrives at {@code POST /sessions/refresh}. */
record RefreshJson(@Nullable String refreshToken) {
    RefreshToken toToken() {
        new Violations()
                .require(refreshToken != null, "/refreshToken", "must be a refresh token")
                .throwIfAny();
        return new RefreshToken(Objects.requireNonNull(refreshToken));
    }

    @Override
    public String toString() {
        return "***";
    }
}
