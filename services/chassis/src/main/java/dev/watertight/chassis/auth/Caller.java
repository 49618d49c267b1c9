package dev.watertight.chassis.auth;

import java.util.Set;
import java.util.UUID;

/**
 * Who sent a request, by a verified access token.
 *
 * @param session the refresh family the token belongs to
 */
public record Caller(UUID userId, UUID session, Set<String> roles) {
    public Caller {
        roles = Set.copyOf(roles);
    }
}
