package dev.watertight.user.domain;

import dev.watertight.user.domain.Sessions.Exchange;

/** Exchanges a refresh token for fresh tokens, once; a copy that comes later ends the session it was stolen from. */
public final class RefreshSession {
    private final Accounts accounts;
    private final AccessTokens tokens;
    private final AccountJournal journal;
    private final Parts parts;

    public RefreshSession(Accounts accounts, AccessTokens tokens, AccountJournal journal, Parts parts) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.journal = journal;
        this.parts = parts;
    }

    /** What comes of it. */
    public sealed interface Result {
        record Refreshed(SessionTokens tokens) implements Result {}

        record Refused() implements Result {}
    }

    public Result refresh(RefreshToken presented) {
        var fresh = RefreshToken.random(parts.random());
        return switch (accounts.sessions()
                .exchange(presented, fresh, parts.clock().instant())) {
            case Exchange.Granted(var session) -> goOn(session, fresh);
            case Exchange.Unknown() -> new Result.Refused();
            case Exchange.Reused(var session) -> {
                journal.refreshTokenReused(session.id());
                yield new Result.Refused();
            }
        };
    }

    /** The roles are read anew, so that what was granted since shows now. */
    private Result goOn(UserSession session, RefreshToken fresh) {
        return accounts.users()
                .find(session.userId())
                .map(user -> new SessionTokens(tokens.issue(user, session.id()), fresh))
                .<Result>map(Result.Refreshed::new)
                .orElseGet(Result.Refused::new);
    }
}
