package dev.watertight.chassis.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.watertight.chassis.http.HttpConfig;
import dev.watertight.chassis.http.HttpServer;
import dev.watertight.chassis.http.Json;
import dev.watertight.chassis.http.Routes;
import dev.watertight.chassis.testing.Http;
import dev.watertight.chassis.testing.TestTelemetry;
import dev.watertight.chassis.testing.TestTokens;
import io.helidon.http.Method;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokensTest {
    private static final UUID USER = UUID.fromString("0199a5d5-0000-7000-8000-000000000001");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final Clock clock =
            InstantSource.tick(now::get, Duration.ofMillis(1)).withZone(ZoneOffset.UTC);
    private final TestTokens signer = new TestTokens();
    private final AtomicReference<String> published = new AtomicReference<>(signer.jwks());
    private final Tokens tokens = new Tokens(TestTokens.CONFIG, this::key, clock);
    private HttpServer server;

    @BeforeEach
    void start() {
        var config = new HttpConfig("127.0.0.1", "", 0, 0, 0, Duration.ofMillis(2500), 128, Duration.ZERO);
        var routes = new Routes()
                .on(Method.GET, "/me", (request, response) -> Json.send(response, 200, tokens.authenticate(request)))
                .on(
                        Method.GET,
                        "/admin",
                        (request, response) -> Json.send(response, 200, tokens.authorize(request, "admin")));
        server = new HttpServer(config, TestTelemetry.create(), routes, new Routes(), new Routes());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void knowsTheCallerByItsToken() {
        assertThat(me(signer.of(USER, "admin")).json().path("userId").asText()).isEqualTo(USER.toString());
    }

    @Test
    void knowsTheCallersRoles() {
        assertThat(me(signer.of(USER, "admin")).json().at("/roles/0").asText()).isEqualTo("admin");
    }

    @Test
    void takesATokenWithoutRoles() {
        assertThat(status(signer.sign(signer.claims(USER).claim("roles", null).build())))
                .isEqualTo(200);
    }

    @Test
    void asksForATokenWhenThereIsNone() {
        assertThat(http().get("/me").problem()).isEqualTo("unauthorized");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Basic dXNlcjpwYXNz", "Bearer", "Bearer ", "Bearer a", "Bearer a.b.c", "Bearer ..", "bearer"})
    void refusesAnotherAuthorization(String header) {
        assertThat(http().with("Authorization", header).get("/me").status()).isEqualTo(401);
    }

    @Test
    void refusesATokenThatExpired() {
        var expired = signer.claims(USER).expirationTime(Date.from(now.get().minusSeconds(1)));

        assertThat(status(signer.sign(expired.build()))).isEqualTo(401);
    }

    @Test
    void refusesATokenThatExpiresWhileItIsKnown() {
        var token = signer.of(USER);
        me(token);
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(16)));

        assertThat(status(token)).isEqualTo(401);
    }

    /** A key that leaked is taken away; what was forged with it must not outlive it. */
    @Test
    void refusesAKnownTokenWhenItsKeyIsGone() {
        var token = signer.of(USER);
        assertThat(status(token)).isEqualTo(200);
        published.set(new TestTokens().jwks());
        assertThat(status(token)).isEqualTo(401);
    }

    @Test
    void refusesATokenThatExpiresTooLate() {
        var end = now.get().plus(Duration.ofMinutes(17));
        assertThat(status(spoilt(claims -> claims.expirationTime(Date.from(end)))))
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"at+jwt, 200", "AT+JWT, 200", "application/at+jwt, 200", "JWT, 401", "logout+jwt, 401"})
    void takesAccessTokensAndNoOthers(String type, int status) {
        assertThat(status(signer.sign(signer.claims(USER).build(), type))).isEqualTo(status);
    }

    @ParameterizedTest
    @MethodSource("spoilers")
    void refusesClaimsThatDoNotHold(UnaryOperator<JWTClaimsSet.Builder> spoil) {
        assertThat(status(spoilt(spoil))).isEqualTo(401);
    }

    static Stream<Named<UnaryOperator<JWTClaimsSet.Builder>>> spoilers() {
        return Stream.of(
                named("never expires", claims -> claims.expirationTime(null)),
                named("another issuer", claims -> claims.issuer("http://elsewhere")),
                named("another audience", claims -> claims.audience("elsewhere")),
                named("for nobody", claims -> claims.subject(null)),
                named("for something else", claims -> claims.subject("somebody")),
                named("without a session", claims -> claims.claim("sid", null)));
    }

    @Test
    void refusesATokenSignedByAnother() {
        var other = new TestTokens();
        var parts = other.of(USER).split("\\.", -1);
        var header = signer.of(USER).split("\\.", -1)[0];

        assertThat(status(header + "." + parts[1] + "." + parts[2])).isEqualTo(401);
    }

    @Test
    void refusesAKeyNobodyPublished() {
        assertThat(status(new TestTokens().of(USER))).isEqualTo(401);
    }

    @Test
    void refusesChangedClaims() {
        var parts = signer.of(USER).split("\\.", -1);
        var claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        var changed = claims.replace(USER.toString(), UUID.randomUUID().toString());
        var encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(changed.getBytes(StandardCharsets.UTF_8));

        assertThat(status(parts[0] + "." + encoded + "." + parts[2])).isEqualTo(401);
    }

    @Test
    void refusesATokenWithoutASignature() {
        assertThat(status(new PlainJWT(signer.claims(USER).build()).serialize()))
                .isEqualTo(401);
    }

    /** The public key is public: whoever knows it must not be able to sign with it as a shared secret. */
    @Test
    void refusesATokenSignedWithThePublicKeyAsASecret() throws JOSEException, ParseException {
        var key = JWKSet.parse(signer.jwks()).getKeys().getFirst();
        var header =
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build();
        var jwt = new SignedJWT(header, signer.claims(USER).build());
        jwt.sign(new MACSigner(key.toECKey().toECPublicKey().getEncoded()));

        assertThat(status(jwt.serialize())).isEqualTo(401);
    }

    @Test
    void refusesATokenOfExcessiveLength() {
        assertThat(status(spoilt(claims -> claims.claim("more", "x".repeat(5000)))))
                .isEqualTo(401);
    }

    @Test
    void saysNothingOfWhyItRefuses() {
        assertThat(me("a.b.c").body()).doesNotContain("Exception", "Parse", "java");
    }

    @Test
    void letsARoleIn() {
        assertThat(http().bearer(signer.of(USER, "admin")).get("/admin").status())
                .isEqualTo(200);
    }

    @Test
    void keepsOthersOut() {
        assertThat(http().bearer(signer.of(USER, "customer")).get("/admin").problem())
                .isEqualTo("forbidden");
    }

    private String spoilt(UnaryOperator<JWTClaimsSet.Builder> spoil) {
        return signer.sign(spoil.apply(signer.claims(USER)).build());
    }

    private int status(String token) {
        return me(token).status();
    }

    private Http.Reply me(String token) {
        return http().bearer(token).get("/me");
    }

    private Http http() {
        return new Http(server.publicPort());
    }

    private Optional<JWK> key(String keyId) {
        try {
            return Optional.ofNullable(JWKSet.parse(published.get()).getKeyByKeyId(keyId));
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
