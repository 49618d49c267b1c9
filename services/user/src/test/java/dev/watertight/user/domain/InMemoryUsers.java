package dev.watertight.user.domain;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Accounts as long as a test runs. */
final class InMemoryUsers implements Users {
    private final Map<UUID, User> users = new HashMap<>();
    private final Map<UUID, PasswordHash> passwords = new HashMap<>();
    private final InMemorySessions sessions;

    InMemoryUsers(InMemorySessions sessions) {
        this.sessions = sessions;
        sessions.passwords = passwords;
    }

    @Override
    public boolean register(User user, PasswordHash password) {
        if (login(user.email()).isPresent()) {
            return false;
        }
        users.put(user.id(), user);
        passwords.put(user.id(), password);
        return true;
    }

    @Override
    public Optional<User> find(UUID userId) {
        return Optional.ofNullable(users.get(userId));
    }

    @Override
    public Optional<Login> login(Email email) {
        return users.values().stream()
                .filter(user -> user.email().equals(email))
                .findFirst()
                .flatMap(user -> password(user.id()).map(password -> new Login(user.id(), password)));
    }

    @Override
    public Optional<PasswordHash> password(UUID userId) {
        return Optional.ofNullable(passwords.get(userId));
    }

    @Override
    public Optional<User> rename(UUID userId, String name) {
        return Optional.ofNullable(users.computeIfPresent(
                userId, (_, user) -> new User(userId, user.email(), name, user.roles(), user.createdAt())));
    }

    @Override
    public boolean changePassword(UUID userId, PasswordHash old, PasswordHash fresh, UUID keptSession) {
        if (!passwords.replace(userId, old, fresh)) {
            return false;
        }
        sessions.endOthers(userId, keptSession);
        return true;
    }
}
