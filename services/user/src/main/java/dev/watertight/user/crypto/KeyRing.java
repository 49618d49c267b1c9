package dev.watertight.user.crypto;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.watertight.chassis.config.SettingsException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The keys that sign access tokens, as their directory holds them. A new one is published at once and signs when every
 * verifier must have seen it; one whose file is gone is neither published nor used.
 */
public final class KeyRing {
    /** How often those who verify tokens fetch the published keys. */
    private static final Duration VERIFIERS_REFRESH = Duration.ofMinutes(1);

    private static final Duration SIGNS_AFTER = VERIFIERS_REFRESH.multipliedBy(2);
    private static final Comparator<SigningKey> BY_AGE =
            Comparator.comparing(SigningKey::since).thenComparing(SigningKey::id);

    private final KeyFiles files;
    private final Clock clock;
    private volatile List<SigningKey> keys;

    /** @throws SettingsException when the directory holds no key, or one that cannot be used */
    public KeyRing(Path directory, Clock clock) {
        this.files = new KeyFiles(directory);
        this.clock = clock;
        this.keys = oldestFirst();
    }

    /**
     * Looks again at what the directory holds.
     *
     * @throws SettingsException when it cannot be used as it is; the keys known before stay
     */
    public boolean reread() {
        keys = oldestFirst();
        return false;
    }

    /** The public halves, as a JSON Web Key Set (RFC 7517). */
    public String published() {
        return new JWKSet(keys.stream().<JWK>map(SigningKey::key).toList()).toString();
    }

    /** The public half of that key. */
    public Optional<JWK> publicKey(String keyId) {
        return keys.stream()
                .filter(key -> key.id().equals(keyId))
                .findFirst()
                .map(key -> key.key().toPublicJWK());
    }

    /** Of the key that signs, since its file was put there. */
    public Duration age() {
        return Duration.between(current().since(), clock.instant());
    }

    ECKey signing() {
        return current().key();
    }

    /** The newest that every verifier must have; if none is that old, the oldest there is. */
    private SigningKey current() {
        var now = clock.instant();
        var known = keys;
        return known.reversed().stream()
                .filter(key -> !key.since().plus(SIGNS_AFTER).isAfter(now))
                .findFirst()
                .orElse(known.getFirst());
    }

    private List<SigningKey> oldestFirst() {
        return files.read().stream().sorted(BY_AGE).toList();
    }
}
