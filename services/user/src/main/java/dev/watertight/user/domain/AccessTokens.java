package dev.watertight.user.domain;

import java.time.Duration;
import java.util.UUID;

/** Signs what tells other services who somebody is. */
public interface AccessTokens {
    Duration LIFETIME = Duration.ofMinutes(15);

    String issue(User user, UUID sessionId);
}
