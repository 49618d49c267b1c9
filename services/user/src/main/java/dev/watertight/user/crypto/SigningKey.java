package dev.watertight.user.crypto;

import com.nimbusds.jose.jwk.ECKey;
import java.time.Instant;

/**
 * A private key that may sign access tokens. It never prints itself.
 *
 * @param since when its file was written
 */
record SigningKey(ECKey key, Instant since) {
    String id() {
        return key.getKeyID();
    }

    @Override
    public String toString() {
        return "signing key " + id();
    }
}
