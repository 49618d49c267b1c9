package dev.watertight.chassis.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.watertight.chassis.auth.TokensConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** Signs access tokens as User does, with a key of its own. */
public final class TestTokens {
    public static final TokensConfig CONFIG = new TokensConfig("http://localhost:8080", "watertight");

    private final ECKey key;

    public TestTokens() {
        try {
            this.key = new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts the public key where a service keeps the last key set it saw, so that it needs no User to start. */
    public TestTokens publishTo(Path stateDir) {
        try {
            Files.writeString(stateDir.resolve("jwks.json"), jwks());
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The key set as User publishes it. */
    public String jwks() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    /** A good token for a quarter of an hour. */
    public String of(UUID userId, String... roles) {
        return sign(claims(userId, roles).build());
    }

    /** The claims of a good token, to be spoilt. */
    public JWTClaimsSet.Builder claims(UUID userId, String... roles) {
        var now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(CONFIG.issuer())
                .audience(CONFIG.audience())
                .subject(userId.toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(900)))
                .jwtID(UUID.randomUUID().toString())
                .claim("sid", UUID.randomUUID().toString())
                .claim("roles", List.of(roles));
    }

    public String sign(JWTClaimsSet claims) {
        return sign(claims, "at+jwt");
    }

    /** @param type what the token says it is; an access token is an {@code at+jwt} */
    public String sign(JWTClaimsSet claims, String type) {
        try {
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(new JOSEObjectType(type))
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
