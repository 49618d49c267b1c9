package dev.watertight.user.domain;

import com.github.f4b6a3.uuid.UuidCreator;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;

/** User's domain with everything around it played, and a clock that a test can move. */
final class FrontDoor {
    static final Email ADA = new Email("ada@example.com");
    static final Password PASSWORD = new Password("correct horse");

    final InMemorySessions sessions = new InMemorySessions();
    final InMemoryUsers users = new InMemoryUsers(sessions);
    final CountingPasswords passwords = new CountingPasswords();
    final FakeJournal journal = new FakeJournal();
    private volatile Instant now = Instant.parse("2026-11-01T10:00:00.123456Z");
    private final InstantSource source = () -> now;
    private final Parts parts =
            new Parts(UuidCreator::getTimeOrderedEpoch, new SecureRandom(), source.withZone(ZoneOffset.UTC));
    private final Accounts accounts = new Accounts(users, sessions);
    private final AccessTokens tokens = (user, session) -> user.id() + " " + user.roles() + " " + session;
    private final OpenSession opening = new OpenSession(accounts, passwords, tokens, journal, parts);

    Clock clock() {
        return parts.clock();
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    User ada() {
        return ((RegisterUser.Result.Registered) register()).user();
    }

    RegisterUser.Result register() {
        return new RegisterUser(users, passwords, journal, parts)
                .register(new RegisterUser.Command(ADA, PASSWORD, "Ada"));
    }

    OpenSession.Result logIn(Email email, Password password) {
        return opening.open(email, password);
    }

    SessionTokens loggedIn() {
        return ((OpenSession.Result.Opened) logIn(ADA, PASSWORD)).tokens();
    }

    RefreshSession.Result refresh(RefreshToken token) {
        return new RefreshSession(accounts, tokens, journal, parts).refresh(token);
    }

    RefreshToken refreshed(RefreshToken token) {
        return ((RefreshSession.Result.Refreshed) refresh(token)).tokens().refreshToken();
    }

    ChangePassword.Result changePassword(UUID user, UUID session, Password old, Password fresh) {
        return new ChangePassword(users, passwords).change(new ChangePassword.Command(user, session, old, fresh));
    }

    /** The session an access token of ours names. */
    static UUID sessionOf(SessionTokens tokens) {
        var token = tokens.accessToken();
        return UUID.fromString(token.substring(token.lastIndexOf(' ') + 1));
    }
}
