package dev.watertight.user.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.watertight.chassis.auth.TokensConfig;
import dev.watertight.user.domain.Email;
import dev.watertight.user.domain.User;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JwtAccessTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final UUID SESSION = UUID.randomUUID();
    private static final User ADA =
            new User(UUID.randomUUID(), new Email("ada@example.com"), "Ada", Set.of("support"), NOW);

    @TempDir
    private Path directory;

    @Test
    void signsWhoItIsForAQuarterOfAnHour() throws ParseException, JOSEException {
        var pair = PemFiles.write(directory, "the-key", NOW);
        var token = issue();
        assertThat(token.verify(new ECDSAVerifier((ECPublicKey) pair.getPublic())))
                .isTrue();
        assertThat(token.getHeader().getKeyID()).isEqualTo("the-key");
        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        var claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("https://shop.example");
        assertThat(claims.getAudience()).containsExactly("shop");
        assertThat(claims.getSubject()).isEqualTo(ADA.id().toString());
        assertThat(claims.getIssueTime()).isEqualTo(Date.from(NOW));
        assertThat(claims.getExpirationTime()).isEqualTo(Date.from(NOW.plusSeconds(900)));
        assertThat(claims.getStringClaim("sid")).isEqualTo(SESSION.toString());
        assertThat(claims.getStringListClaim("roles")).containsExactly("customer", "support");
    }

    @Test
    void tellsNothingElse() throws ParseException {
        PemFiles.write(directory, "the-key", NOW);
        assertThat(issue().getJWTClaimsSet().getClaims())
                .containsOnlyKeys("iss", "aud", "sub", "iat", "exp", "jti", "sid", "roles");
    }

    @Test
    void namesEveryTokenApart() throws ParseException {
        PemFiles.write(directory, "the-key", NOW);
        assertThat(issue().getJWTClaimsSet().getJWTID())
                .isNotEqualTo(issue().getJWTClaimsSet().getJWTID());
    }

    private SignedJWT issue() throws ParseException {
        var clock = Clock.fixed(NOW, ZoneOffset.UTC);
        var keys = new KeyRing(directory, clock);
        var tokens = new JwtAccessTokens(new TokensConfig("https://shop.example", "shop"), keys, clock);
        return SignedJWT.parse(tokens.issue(ADA, SESSION));
    }
}
