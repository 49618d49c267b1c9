package dev.watertight.user.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.user.domain.Sessions.Exchange;
import dev.watertight.user.domain.Users.Login;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every place that keeps accounts and sessions promises. */
public abstract class AccountsContract {
    protected static final Instant NOW = Instant.parse("2026-11-01T10:00:00.123456Z");
    protected static final PasswordHash HASH = new PasswordHash("$argon2id$hash");
    private static final PasswordHash FRESH_HASH = new PasswordHash("$argon2id$fresh");
    private static final Exchange UNKNOWN = new Exchange.Unknown();

    protected abstract Accounts accounts();

    @Test
    void findsWhoRegistered() {
        var ada = registered();
        assertThat(users().find(ada.id())).contains(ada);
        assertThat(users().login(ada.email())).contains(new Login(ada.id(), HASH));
        assertThat(users().password(ada.id())).contains(HASH);
    }

    @Test
    void findsNobodyWhoDidNotRegister() {
        assertThat(users().find(UUID.randomUUID())).isEmpty();
        assertThat(users().login(email())).isEmpty();
        assertThat(users().password(UUID.randomUUID())).isEmpty();
        assertThat(users().rename(UUID.randomUUID(), "Nobody")).isEmpty();
    }

    @Test
    void keepsOneAccountForAnEmail() {
        var ada = registered();
        var second = new User(UUID.randomUUID(), ada.email(), "Second", Set.of(), NOW);
        assertThat(users().register(second, FRESH_HASH)).isFalse();
        assertThat(users().find(second.id())).isEmpty();
        assertThat(users().login(ada.email())).contains(new Login(ada.id(), HASH));
    }

    @Test
    void keepsAddressesThatDifferByAnAccentApart() {
        var base = UUID.randomUUID() + "@example.com";
        assertThat(users().register(user(new Email("jorg" + base)), HASH)).isTrue();
        assertThat(users().register(user(new Email("jörg" + base)), HASH)).isTrue();
    }

    @Test
    void keepsTheLongestValuesToTheLastCharacter() {
        var email = new Email("x".repeat(64) + "@" + "y".repeat(20) + UUID.randomUUID() + ".d".repeat(66) + "e");
        var user = new User(UUID.randomUUID(), email, "👤".repeat(User.MAX_NAME), Set.of(), NOW);
        assertThat(email.reveal()).hasSize(Email.MAX_LENGTH);
        assertThat(users().register(user, HASH)).isTrue();
        assertThat(users().find(user.id())).contains(user);
    }

    @Test
    void renames() {
        var ada = registered();
        var renamed = new User(ada.id(), ada.email(), "Ada King", ada.roles(), ada.createdAt());
        assertThat(users().rename(ada.id(), "Ada King")).contains(renamed);
        assertThat(users().rename(ada.id(), "Ada King")).contains(renamed);
        assertThat(users().find(ada.id())).contains(renamed);
    }

    @Test
    void opensNoSessionForAPasswordThatWasChangedMeanwhile() {
        var ada = registered();
        var first = token();
        assertThat(sessions().open(session(ada), first, FRESH_HASH)).isFalse();
        assertThat(sessions().exchange(first, token(), NOW)).isEqualTo(UNKNOWN);
    }

    @Test
    void exchangesAToken() {
        var first = token();
        var session = opened(registered(), first);
        var later = NOW.plusSeconds(60);
        assertThat(sessions().exchange(first, token(), later))
                .isEqualTo(new Exchange.Granted(new UserSession(
                        session.id(), session.userId(), 2, later, session.createdAt(), session.expiresAt())));
    }

    @Test
    void takesThePredecessorWithinTheGraceWithoutTurningTheSessionOn() {
        var first = token();
        var session = opened(registered(), first);
        var other = token();
        sessions().exchange(first, token(), NOW);
        assertThat(sessions().exchange(first, other, NOW.plus(UserSession.GRACE)))
                .isEqualTo(new Exchange.Granted(session.rotated(NOW)));
        assertThat(sessions().exchange(other, token(), NOW.plusSeconds(60))).isInstanceOf(Exchange.Granted.class);
    }

    @Test
    void endsTheSessionOfAReusedToken() {
        var first = token();
        var second = token();
        var session = opened(registered(), first);
        sessions().exchange(first, second, NOW);
        var late = NOW.plus(UserSession.GRACE).plusMillis(1);
        assertThat(sessions().exchange(first, token(), late)).isEqualTo(new Exchange.Reused(session.rotated(NOW)));
        assertThat(sessions().exchange(second, token(), late)).isEqualTo(UNKNOWN);
    }

    @Test
    void knowsNoTokenItNeverGave() {
        opened(registered(), token());
        assertThat(sessions().exchange(token(), token(), NOW)).isEqualTo(UNKNOWN);
    }

    @Test
    void endsASessionOnceAndForAll() {
        var first = token();
        var session = opened(registered(), first);
        sessions().end(session.id());
        sessions().end(session.id());
        assertThat(sessions().exchange(first, token(), NOW)).isEqualTo(UNKNOWN);
    }

    @Test
    void changesAPasswordAndEndsTheOtherSessions() {
        var ada = registered();
        var here = token();
        var elsewhere = token();
        var anothers = token();
        var kept = opened(ada, here);
        opened(ada, elsewhere);
        opened(registered(), anothers);
        assertThat(users().changePassword(ada.id(), HASH, FRESH_HASH, kept.id()))
                .isTrue();
        assertThat(users().password(ada.id())).contains(FRESH_HASH);
        assertThat(sessions().exchange(here, token(), NOW)).isInstanceOf(Exchange.Granted.class);
        assertThat(sessions().exchange(anothers, token(), NOW)).isInstanceOf(Exchange.Granted.class);
        assertThat(sessions().exchange(elsewhere, token(), NOW)).isEqualTo(UNKNOWN);
    }

    @Test
    void changesNoPasswordThatIsAnotherByNow() {
        var ada = registered();
        var elsewhere = token();
        opened(ada, elsewhere);
        assertThat(users().changePassword(ada.id(), FRESH_HASH, FRESH_HASH, UUID.randomUUID()))
                .isFalse();
        assertThat(users().password(ada.id())).contains(HASH);
        assertThat(sessions().exchange(elsewhere, token(), NOW)).isInstanceOf(Exchange.Granted.class);
    }

    @Test
    void forgetsExpiredSessionsAndNoOthers() {
        var ada = registered();
        var old = token();
        var young = token();
        opened(ada, old);
        sessions().open(UserSession.opened(UUID.randomUUID(), ada.id(), NOW.plusSeconds(1)), young, HASH);
        var then = NOW.plus(UserSession.LIFETIME);
        assertThat(sessions().forgetExpired(then, 10)).isEqualTo(1);
        assertThat(sessions().forgetExpired(then, 10)).isZero();
        assertThat(sessions().exchange(young, token(), then)).isInstanceOf(Exchange.Granted.class);
    }

    @Test
    void forgetsNoMoreAtOnceThanAsked() {
        var ada = registered();
        opened(ada, token());
        opened(ada, token());
        var then = NOW.plus(UserSession.LIFETIME).plus(Duration.ofDays(1));
        assertThat(sessions().forgetExpired(then, 1)).isEqualTo(1);
        assertThat(sessions().forgetExpired(then, 10)).isEqualTo(1);
    }

    protected User registered() {
        var user = user(email());
        assertThat(users().register(user, HASH)).isTrue();
        return user;
    }

    protected UserSession opened(User user, RefreshToken first) {
        var session = session(user);
        assertThat(sessions().open(session, first, HASH)).isTrue();
        return session;
    }

    protected static RefreshToken token() {
        return new RefreshToken(UUID.randomUUID().toString());
    }

    protected Users users() {
        return accounts().users();
    }

    protected Sessions sessions() {
        return accounts().sessions();
    }

    private static UserSession session(User user) {
        return UserSession.opened(UuidCreator.getTimeOrderedEpoch(), user.id(), NOW);
    }

    private static User user(Email email) {
        return new User(UuidCreator.getTimeOrderedEpoch(), email, "Ada", Set.of(), NOW);
    }

    private static Email email() {
        return new Email(UUID.randomUUID() + "@example.com");
    }
}
