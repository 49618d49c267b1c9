package dev.watertight.user.domain;

import java.util.Set;

/** Makes an account. */
public final class RegisterUser {
    private final Users users;
    private final Passwords passwords;
    private final AccountJournal journal;
    private final Parts parts;

    public RegisterUser(Users users, Passwords passwords, AccountJournal journal, Parts parts) {
        this.users = users;
        this.passwords = passwords;
        this.journal = journal;
        this.parts = parts;
    }

    /** What somebody asks for. */
    public record Command(Email email, Password password, String name) {}

    /** What they hear. */
    public sealed interface Result {
        record Registered(User user) implements Result {}

        record EmailTaken() implements Result {}
    }

    public Result register(Command command) {
        var user = new User(
                parts.ids().get(),
                command.email(),
                command.name(),
                Set.of(),
                parts.clock().instant());
        if (!users.register(user, passwords.hash(command.password()))) {
            return new Result.EmailTaken();
        }
        journal.registered();
        return new Result.Registered(user);
    }
}
