package dev.watertight.user.domain;

import java.util.UUID;

/** Replaces a password and ends every other session: whoever knew the old one is out. */
public final class ChangePassword {
    private final Users users;
    private final Passwords passwords;

    public ChangePassword(Users users, Passwords passwords) {
        this.users = users;
        this.passwords = passwords;
    }

    /** Whose password, from which session, and both passwords. */
    public record Command(UUID userId, UUID session, Password old, Password fresh) {}

    /** What comes of it. */
    public enum Result {
        CHANGED,
        WRONG_PASSWORD
    }

    public Result change(Command command) {
        var changed = users.password(command.userId())
                .filter(hash -> passwords.matches(command.old(), hash))
                .filter(hash -> users.changePassword(
                        command.userId(), hash, passwords.hash(command.fresh()), command.session()));
        return changed.isPresent() ? Result.CHANGED : Result.WRONG_PASSWORD;
    }
}
