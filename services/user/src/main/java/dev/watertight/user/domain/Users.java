package dev.watertight.user.domain;

import java.util.Optional;
import java.util.UUID;

/** All accounts. */
public interface Users {
    /** Writes a new account down; false when its e-mail has one already. */
    boolean register(User user, PasswordHash password);

    Optional<User> find(UUID userId);

    Optional<Login> login(Email email);

    Optional<PasswordHash> password(UUID userId);

    /** The account under its new name. */
    Optional<User> rename(UUID userId, String name);

    /**
     * Replaces a password and ends all sessions of the account but one.
     *
     * @return false when the password was not {@code old} any more
     */
    boolean changePassword(UUID userId, PasswordHash old, PasswordHash fresh, UUID keptSession);

    /** What is needed to check a password. */
    record Login(UUID userId, PasswordHash password) {}
}
