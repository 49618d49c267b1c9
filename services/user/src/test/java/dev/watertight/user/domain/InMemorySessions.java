package dev.watertight.user.domain;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Sessions as long as a test runs. */
final class InMemorySessions implements Sessions {
    private record Token(UUID sessionId, int generation) {}

    private final Map<UUID, UserSession> sessions = new HashMap<>();
    private final Map<String, Token> tokens = new HashMap<>();
    volatile Map<UUID, PasswordHash> passwords = Map.of();

    @Override
    public boolean open(UserSession session, RefreshToken first, PasswordHash verified) {
        if (!verified.equals(passwords.get(session.userId()))) {
            return false;
        }
        put(session, first);
        return true;
    }

    @Override
    public Exchange exchange(RefreshToken presented, RefreshToken fresh, Instant now) {
        var token = tokens.get(presented.fingerprint());
        var session = token == null ? null : sessions.get(token.sessionId());
        if (token == null || session == null) {
            return new Exchange.Unknown();
        }
        return switch (session.worth(token.generation(), now)) {
            case CURRENT -> put(session.rotated(now), fresh);
            case PREDECESSOR -> put(session, fresh);
            case REUSED -> {
                end(session.id());
                yield new Exchange.Reused(session);
            }
            case EXPIRED -> new Exchange.Unknown();
        };
    }

    @Override
    public void end(UUID sessionId) {
        sessions.remove(sessionId);
    }

    @Override
    public int forgetExpired(Instant now, int limit) {
        var expired = sessions.values().stream()
                .filter(session -> !now.isBefore(session.expiresAt()))
                .limit(limit)
                .toList();
        expired.forEach(session -> end(session.id()));
        return expired.size();
    }

    void endOthers(UUID userId, UUID keptSession) {
        sessions.values()
                .removeIf(session ->
                        session.userId().equals(userId) && !session.id().equals(keptSession));
    }

    int running() {
        return sessions.size();
    }

    private Exchange put(UserSession session, RefreshToken token) {
        sessions.put(session.id(), session);
        tokens.put(token.fingerprint(), new Token(session.id(), session.generation()));
        return new Exchange.Granted(session);
    }
}
