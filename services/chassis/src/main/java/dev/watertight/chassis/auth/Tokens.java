package dev.watertight.chassis.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
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
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Verifies access tokens: JWT signed with ES256 by a published key, for our audience, not expired.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068">RFC 9068</a>
 */
public final class Tokens {
    private static final String SCHEME = "Bearer ";
    private static final int CACHED = 10_000;
    private static final int MAX_LENGTH = 4096;

    private record Verified(Caller caller, Instant expiresAt) {}

    private final TokensConfig config;
    private final Function<String, Optional<JWK>> keys;
    private final Clock clock;
    private final Map<String, Verified> cache = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
            return size() > CACHED;
        }
    });

    public Tokens(TokensConfig config, KeySet keys, Clock clock) {
        this(config, keys::byId, clock);
    }

    /** @param keys finds a public key by its id */
    public Tokens(TokensConfig config, Function<String, Optional<JWK>> keys, Clock clock) {
        this.config = config;
        this.keys = keys;
        this.clock = clock;
    }

    /** @throws ProblemException 401 when there is no token, or none that holds */
    public Caller authenticate(ServerRequest request) {
        var header = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
        if (!header.startsWith(SCHEME)) {
            throw unauthorized("Send an access token: Authorization: Bearer …");
        }
        return verify(header.substring(SCHEME.length()).strip());
    }

    /** @throws ProblemException 401 as {@link #authenticate}, 403 when the caller lacks {@code role} */
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
        if (known != null && clock.instant().isBefore(known.expiresAt())) {
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
        var key = Optional.ofNullable(jwt.getHeader().getKeyID()).flatMap(keys).orElseThrow(Tokens::refused);
        // The algorithm is ours to fix, not the token's to name.
        if (!JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm())
                || !jwt.verify(new ECDSAVerifier(key.toECKey()))) {
            throw refused();
        }
        return verified(jwt.getJWTClaimsSet());
    }

    private Verified verified(JWTClaimsSet claims) throws ParseException {
        var expires = claims.getExpirationTime();
        if (expires == null
                || claims.getSubject() == null
                || claims.getClaim("sid") == null
                || !clock.instant().isBefore(expires.toInstant())
                || !config.issuer().equals(claims.getIssuer())
                || !claims.getAudience().contains(config.audience())) {
            throw refused();
        }
        var roles = Optional.ofNullable(claims.getStringListClaim("roles"))
                .map(Set::copyOf)
                .orElse(Set.of());
        var caller =
                new Caller(UUID.fromString(claims.getSubject()), UUID.fromString(claims.getStringClaim("sid")), roles);
        return new Verified(caller, expires.toInstant());
    }

    private static ProblemException refused() {
        return unauthorized("The access token is malformed, expired or not ours; log in again.");
    }

    private static ProblemException unauthorized(String detail) {
        return Problem.of(401, "unauthorized", detail).asException();
    }
}
