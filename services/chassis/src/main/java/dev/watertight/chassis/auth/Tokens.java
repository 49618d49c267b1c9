package dev.watertight.chassis.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.watertight.chassis.http.Problem;
import dev.watertight.chassis.http.ProblemException;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Verifies access tokens: JWT signed with ES256 by a published key, for our audience, not expired. A key
 * that is published no more takes its tokens with it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068">RFC 9068</a>
 */
public final class Tokens {
    private static final String SCHEME = "Bearer ";
    private static final int CACHED = 10_000;
    private static final int MAX_LENGTH = 4096;

    /** As long as User lets one live, and a minute for clocks that differ. */
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(16);

    private static final Set<JOSEObjectType> TYPES =
            Set.of(new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"));

    private record Verified(Caller caller, String keyId, Instant expiresAt) {}

    private final TokensConfig config;
    private final Function<String, Optional<JWK>> keys;
    private final Predicate<String> published;
    private final Clock clock;
    private final Map<String, Verified> cache = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
            return size() > CACHED;
        }
    });

    public Tokens(TokensConfig config, KeySet keys, Clock clock) {
        this(config, keys::byId, keys::has, clock);
    }

    /** @param keys finds a public key by its id, without asking anybody for it */
    public Tokens(TokensConfig config, Function<String, Optional<JWK>> keys, Clock clock) {
        this(config, keys, keyId -> keys.apply(keyId).isPresent(), clock);
    }

    private Tokens(
            TokensConfig config, Function<String, Optional<JWK>> keys, Predicate<String> published, Clock clock) {
        this.config = config;
        this.keys = keys;
        this.published = published;
        this.clock = clock;
    }

    /** @throws ProblemException 401 when there is no token, or none that holds; 503 when there are no keys to tell */
    public Caller authenticate(ServerRequest request) {
        var header = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
        if (!header.startsWith(SCHEME)) {
            throw unauthorized("Send an access token: Authorization: Bearer …");
        }
        return verify(header.substring(SCHEME.length()).strip());
    }

    /** @throws ProblemException 401 and 503 as {@link #authenticate}, 403 when the caller lacks {@code role} */
    public Caller authorize(ServerRequest request, String role) {
        var caller = authenticate(request);
        if (!caller.roles().contains(role)) {
            throw Problem.of(403, "forbidden", "This takes the role " + role + ".")
                    .asException();
        }
        return caller;
    }

    private Caller verify(String token) {
        var known = cache.get(token);
        if (known != null && clock.instant().isBefore(known.expiresAt()) && published.test(known.keyId())) {
            return known.caller();
        }
        try {
            var verified = check(token);
            cache.put(token, verified);
            return verified.caller();
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw refused();
        }
    }

    private Verified check(String token) throws ParseException, JOSEException {
        if (token.length() > MAX_LENGTH) {
            throw refused();
        }
        var jwt = SignedJWT.parse(token);
        var keyId = jwt.getHeader().getKeyID();
        if (keyId == null || !isAccessToken(jwt.getHeader())) {
            throw refused();
        }
        var key = keys.apply(keyId).orElseThrow(Tokens::refused);
        if (!jwt.verify(new ECDSAVerifier(key.toECKey()))) {
            throw refused();
        }
        var claims = jwt.getJWTClaimsSet();
        return new Verified(caller(claims), keyId, expiry(claims));
    }

    /** The algorithm is ours to fix, not the token's to name; and a token for something else is none. */
    private static boolean isAccessToken(JWSHeader header) {
        return JWSAlgorithm.ES256.equals(header.getAlgorithm())
                && header.getType() != null
                && TYPES.contains(header.getType());
    }

    /** When it ends: neither before now, nor so late that only who stole a key would sign it. */
    private Instant expiry(JWTClaimsSet claims) {
        var expires = claims.getExpirationTime();
        var now = clock.instant();
        if (expires == null
                || !now.isBefore(expires.toInstant())
                || now.plus(MAX_LIFETIME).isBefore(expires.toInstant())) {
            throw refused();
        }
        return expires.toInstant();
    }

    private Caller caller(JWTClaimsSet claims) throws ParseException {
        if (claims.getSubject() == null
                || claims.getClaim("sid") == null
                || !config.issuer().equals(claims.getIssuer())
                || !claims.getAudience().contains(config.audience())) {
            throw refused();
        }
        var roles = Optional.ofNullable(claims.getStringListClaim("roles"))
                .map(Set::copyOf)
                .orElse(Set.of());
        return new Caller(UUID.fromString(claims.getSubject()), UUID.fromString(claims.getStringClaim("sid")), roles);
    }

    private static ProblemException refused() {
        return unauthorized("The access token is malformed, expired or not ours; log in again.");
    }

    private static ProblemException unauthorized(String detail) {
        return Problem.of(401, "unauthorized", detail).asException();
    }
}
