package dev.watertight.user.mysql;

import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.sql.Session;
import dev.watertight.user.domain.Email;
import dev.watertight.user.domain.PasswordHash;
import dev.watertight.user.domain.User;
import dev.watertight.user.domain.Users;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Accounts in MySQL. */
public final class MySqlUsers implements Users {
    private final Database database;

    public MySqlUsers(Database database) {
        this.database = database;
    }

    /**
     * Not by a refused INSERT: the database's message would carry the e-mail into the span and the log. Nor by INSERT
     * IGNORE: it takes any other refusal for a warning too, and cuts what is too long. Everybody's role as a customer is
     * not stored.
     *
     * @throws IllegalStateException when the database kept something else than it was given
     */
    @Override
    public boolean register(User user, PasswordHash password) {
        return database.transaction(session -> {
            session.update("""
                    INSERT INTO users (id, email, name, password_hash, created_at) VALUES (?, ?, ?, ?, ?)
                    ON DUPLICATE KEY UPDATE id = id
                    """, user.id(), user.email().reveal(), user.name(), password.reveal(), user.createdAt());
            var stored = stored(session, user.email());
            if (!stored.user().id().equals(user.id())) {
                return false;
            }
            if (!stored.equals(new Stored(user, password))) {
                throw new IllegalStateException("the database keeps user " + user.id() + " differently");
            }
            return true;
        });
    }

    @Override
    public Optional<User> find(UUID userId) {
        return database.transaction(session -> find(session, userId));
    }

    @Override
    public Optional<Login> login(Email email) {
        return database.transaction(session -> session.first(
                "SELECT id, password_hash FROM users WHERE email = ?",
                row -> new Login(row.uuid("id"), new PasswordHash(row.text("password_hash"))),
                email.reveal()));
    }

    @Override
    public Optional<PasswordHash> password(UUID userId) {
        return database.transaction(session -> session.first(
                "SELECT password_hash FROM users WHERE id = ?",
                row -> new PasswordHash(row.text("password_hash")),
                userId));
    }

    @Override
    public Optional<User> rename(UUID userId, String name) {
        return database.transaction(session -> {
            session.update("UPDATE users SET name = ? WHERE id = ?", name, userId);
            return find(session, userId);
        });
    }

    @Override
    public boolean changePassword(UUID userId, PasswordHash old, PasswordHash fresh, UUID keptSession) {
        return database.transaction(session -> {
            var changed = session.update(
                    "UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ?",
                    fresh.reveal(),
                    userId,
                    old.reveal());
            if (changed == 0) {
                return false;
            }
            SessionRows.delete(
                    session,
                    session.query(
                            "SELECT id FROM sessions WHERE user_id = ? AND id <> ? FOR UPDATE",
                            row -> row.uuid("id"),
                            userId,
                            keptSession));
            return true;
        });
    }

    private record Stored(User user, PasswordHash password) {}

    private static Stored stored(Session session, Email email) throws SQLException {
        return session.first(
                        "SELECT id, email, name, password_hash, created_at FROM users WHERE email = ?",
                        row -> new Stored(
                                new User(
                                        row.uuid("id"),
                                        new Email(row.text("email")),
                                        row.text("name"),
                                        Set.of(),
                                        row.instant("created_at")),
                                new PasswordHash(row.text("password_hash"))),
                        email.reveal())
                .orElseThrow(() -> new IllegalStateException("the database keeps no user of the e-mail it was given"));
    }

    private static Optional<User> find(Session session, UUID userId) throws SQLException {
        var roles = Set.copyOf(
                session.query("SELECT role FROM user_roles WHERE user_id = ?", row -> row.text("role"), userId));
        return session.first(
                "SELECT email, name, created_at FROM users WHERE id = ?",
                row -> new User(
                        userId, new Email(row.text("email")), row.text("name"), roles, row.instant("created_at")),
                userId);
    }
}
