package dev.watertight.user.mysql;

import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.sql.Session;
import dev.watertight.user.domain.PasswordHash;
import dev.watertight.user.domain.RefreshToken;
import dev.watertight.user.domain.Sessions;
import dev.watertight.user.domain.UserSession;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Sessions in MySQL. Whoever changes one or its tokens locks its row first. */
public final class MySqlSessions implements Sessions {
    private record Known(UUID sessionId, int generation) {}

    private final Database database;

    public MySqlSessions(Database database) {
        this.database = database;
    }

    @Override
    public boolean open(UserSession opened, RefreshToken first, PasswordHash verified) {
        return database.transaction(session -> {
            // Locks the account's row, so that a password changed meanwhile leaves no session of the old one behind.
            var written = session.update(
                    """
                    INSERT INTO sessions (id, user_id, generation, rotated_at, created_at, expires_at)
                    SELECT ?, id, ?, ?, ?, ? FROM users WHERE id = ? AND password_hash = ?
                    """,
                    opened.id(),
                    opened.generation(),
                    opened.rotatedAt(),
                    opened.createdAt(),
                    opened.expiresAt(),
                    opened.userId(),
                    verified.reveal());
            if (written == 0) {
                return false;
            }
            SessionRows.insertToken(session, opened, first);
            return true;
        });
    }

    @Override
    public Exchange exchange(RefreshToken presented, RefreshToken fresh, Instant now) {
        return database.transaction(session -> {
            var known = session.first(
                    "SELECT session_id, generation FROM refresh_tokens WHERE token_hash = UNHEX(?)",
                    row -> new Known(row.uuid("session_id"), row.integer("generation")),
                    presented.fingerprint());
            if (known.isEmpty()) {
                return new Exchange.Unknown();
            }
            var found = session.first("""
                    SELECT id, user_id, generation, rotated_at, created_at, expires_at
                    FROM sessions WHERE id = ? FOR UPDATE
                    """, SessionRows::session, known.get().sessionId());
            return found.isEmpty()
                    ? new Exchange.Unknown()
                    : exchange(
                            session, found.get(), found.get().worth(known.get().generation(), now), fresh, now);
        });
    }

    @Override
    public void end(UUID sessionId) {
        database.transaction(session -> {
            SessionRows.delete(session, List.of(sessionId));
            return true;
        });
    }

    @Override
    public int forgetExpired(Instant now, int limit) {
        return database.transaction(session -> {
            var expired = session.query(
                    "SELECT id FROM sessions WHERE expires_at <= ? ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED",
                    row -> row.uuid("id"),
                    now,
                    limit);
            SessionRows.delete(session, expired);
            return expired.size();
        });
    }

    private static Exchange exchange(
            Session session, UserSession found, UserSession.Worth worth, RefreshToken fresh, Instant now)
            throws SQLException {
        return switch (worth) {
            case CURRENT -> {
                var rotated = found.rotated(now);
                session.update(
                        "UPDATE sessions SET generation = ?, rotated_at = ? WHERE id = ?",
                        rotated.generation(),
                        rotated.rotatedAt(),
                        rotated.id());
                SessionRows.insertToken(session, rotated, fresh);
                yield new Exchange.Granted(rotated);
            }
            case PREDECESSOR -> {
                SessionRows.insertToken(session, found, fresh);
                yield new Exchange.Granted(found);
            }
            case REUSED -> {
                SessionRows.delete(session, List.of(found.id()));
                yield new Exchange.Reused(found);
            }
            case EXPIRED -> new Exchange.Unknown();
        };
    }
}
