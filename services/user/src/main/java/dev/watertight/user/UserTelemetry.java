package dev.watertight.user;

import dev.watertight.user.crypto.KeyRing;
import dev.watertight.user.domain.AccountJournal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;

/** Makes metrics and log events of what happens to accounts. */
final class UserTelemetry implements AccountJournal {
    private static final Logger LOG = System.getLogger(UserTelemetry.class.getName());

    private final MeterRegistry meters;
    private final Counter registered;
    private final Counter loggedIn;
    private final Counter refused;

    UserTelemetry(MeterRegistry meters) {
        this.meters = meters;
        this.registered = meters.counter("users.registered");
        this.loggedIn = meters.counter("users.logins", "outcome", "ok");
        this.refused = meters.counter("users.logins", "outcome", "refused");
    }

    /** How old the key is that signs access tokens: one that is never replaced can be guessed, or was copied, at last. */
    UserTelemetry watching(KeyRing keys) {
        Gauge.builder("token.signing.key.age", keys, ring -> ring.age().toSeconds())
                .baseUnit("seconds")
                .register(meters);
        return this;
    }

    @Override
    public void registered() {
        registered.increment();
    }

    @Override
    public void loggedIn() {
        loggedIn.increment();
    }

    @Override
    public void loginRefused() {
        refused.increment();
    }

    @Override
    public void refreshTokenReused(UUID sessionId) {
        LOG.log(Level.WARNING, "a refresh token was used again; session {0} is ended", sessionId);
    }
}
