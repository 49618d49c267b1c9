package dev.watertight.user.domain;

import dev.watertight.user.domain.Users.Login;
import java.util.Optional;

/** Logs somebody in. A stranger's e-mail costs exactly what a wrong password costs, so that neither tells the other. */
public final class OpenSession {
    private final Accounts accounts;
    private final Passwords passwords;
    private final AccessTokens tokens;
    private final AccountJournal journal;
    private final Parts parts;
    private final PasswordHash nobodys;

    public OpenSession(
            Accounts accounts, Passwords passwords, AccessTokens tokens, AccountJournal journal, Parts parts) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.tokens = tokens;
        this.journal = journal;
        this.parts = parts;
        this.nobodys =
                passwords.hash(new Password(RefreshToken.random(parts.random()).reveal()));
    }

    /** What comes of it. */
    public sealed interface Result {
        record Opened(SessionTokens tokens) implements Result {}

        /** No such account, or not its password: which of them is nobody's business. */
        record Refused() implements Result {}
    }

    public Result open(Email email, Password password) {
        passwords.requireRoom();
        var login = accounts.users().login(email);
        var hash = login.map(Login::password).orElse(nobodys);
        var matches = passwords.matches(password, hash);
        var opened = login.filter(_ -> matches).flatMap(this::begin);
        if (opened.isEmpty()) {
            journal.loginRefused();
            return new Result.Refused();
        }
        journal.loggedIn();
        return new Result.Opened(opened.get());
    }

    private Optional<SessionTokens> begin(Login login) {
        var session = UserSession.opened(
                parts.ids().get(), login.userId(), parts.clock().instant());
        var first = RefreshToken.random(parts.random());
        if (!accounts.sessions().open(session, first, login.password())) {
            return Optional.empty();
        }
        return accounts.users()
                .find(login.userId())
                .map(user -> new SessionTokens(tokens.issue(user, session.id()), first));
    }
}
