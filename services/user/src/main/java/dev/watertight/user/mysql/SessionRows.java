package dev.watertight.user.mysql;

import dev.watertight.chassis.sql.Row;
import dev.watertight.chassis.sql.Session;
import dev.watertight.user.domain.RefreshToken;
import dev.watertight.user.domain.UserSession;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions and their tokens as rows. Whoever changes a session or its tokens locks the session's row first. */
final class SessionRows {
    private SessionRows() {}

    static UserSession session(Row row) throws SQLException {
        return new UserSession(
                row.uuid("id"),
                row.uuid("user_id"),
                row.integer("generation"),
                row.instant("rotated_at"),
                row.instant("created_at"),
                row.instant("expires_at"));
    }

    static void insertToken(Session session, UserSession owner, RefreshToken token) throws SQLException {
        session.update(
                "INSERT INTO refresh_tokens (token_hash, session_id, generation) VALUES (UNHEX(?), ?, ?)",
                token.fingerprint(),
                owner.id(),
                owner.generation());
    }

    static void delete(Session session, List<UUID> sessionIds) throws SQLException {
        var rows = sessionIds.stream().map(List::<@Nullable Object>of).toList();
        session.batch("DELETE FROM sessions WHERE id = ?", rows);
        session.batch("DELETE FROM refresh_tokens WHERE session_id = ?", rows);
    }
}
