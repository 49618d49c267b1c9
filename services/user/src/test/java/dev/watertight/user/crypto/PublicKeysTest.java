package dev.watertight.user.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.InvalidKeySpecException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class PublicKeysTest {
    @RepeatedTest(20)
    void findsThePublicHalfTheJdkMade() throws GeneralSecurityException {
        var pair = PemFiles.keyPair("secp256r1");
        assertThat(PublicKeys.of((ECPrivateKey) pair.getPrivate()).getW())
                .isEqualTo(((ECPublicKey) pair.getPublic()).getW());
    }

    @Test
    void refusesAnotherCurve() {
        var pair = PemFiles.keyPair("secp384r1");
        assertThatThrownBy(() -> PublicKeys.of((ECPrivateKey) pair.getPrivate()))
                .isInstanceOf(InvalidKeySpecException.class);
    }
}
