package dev.watertight.user.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RefreshSessionTest {
    private static final RefreshSession.Result REFUSED = new RefreshSession.Result.Refused();
    private static final Duration WITHIN_GRACE = Duration.ofSeconds(10);
    private static final Duration BEYOND_GRACE = WITHIN_GRACE.plusMillis(1);

    private final FrontDoor door = new FrontDoor();

    @BeforeEach
    void register() {
        door.ada();
    }

    @Test
    void exchangesATokenForAnotherOfTheSameSession() {
        var first = door.loggedIn();
        var second = (RefreshSession.Result.Refreshed) door.refresh(first.refreshToken());
        assertThat(second.tokens().refreshToken()).isNotEqualTo(first.refreshToken());
        assertThat(FrontDoor.sessionOf(second.tokens())).isEqualTo(FrontDoor.sessionOf(first));
    }

    @Test
    void goesOnForAsLongAsTokensAreExchanged() {
        var token = door.loggedIn().refreshToken();
        for (var i = 0; i < 50; i++) {
            door.pass(Duration.ofMinutes(15));
            token = door.refreshed(token);
        }
        assertThat(door.sessions.running()).isEqualTo(1);
    }

    @Test
    void takesThePredecessorAgainForTenSeconds() {
        var first = door.loggedIn().refreshToken();
        var lost = door.refreshed(first);
        door.pass(WITHIN_GRACE);
        assertThat(door.refreshed(first)).isNotEqualTo(lost);
    }

    @Test
    void leavesEveryAnswerToOneTokenGood() {
        var first = door.loggedIn().refreshToken();
        var oneAnswer = door.refreshed(first);
        var otherAnswer = door.refreshed(first);
        door.pass(BEYOND_GRACE);
        assertThat(door.refreshed(oneAnswer)).isNotEqualTo(otherAnswer);
        assertThat(door.refresh(otherAnswer)).isInstanceOf(RefreshSession.Result.Refreshed.class);
    }

    @Test
    void endsTheSessionWhenATokenIsUsedAgainLater() {
        var tokens = door.loggedIn();
        var second = door.refreshed(tokens.refreshToken());
        door.pass(BEYOND_GRACE);
        assertThat(door.refresh(tokens.refreshToken())).isEqualTo(REFUSED);
        assertThat(door.refresh(second)).isEqualTo(REFUSED);
        assertThat(door.journal.events).contains("reused " + FrontDoor.sessionOf(tokens));
    }

    @Test
    void endsTheSessionWhenTheGrandparentIsUsedAgainAtOnce() {
        var first = door.loggedIn().refreshToken();
        var third = door.refreshed(door.refreshed(first));
        assertThat(door.refresh(first)).isEqualTo(REFUSED);
        assertThat(door.refresh(third)).isEqualTo(REFUSED);
    }

    @Test
    void doesNotProlongTheGraceByUsingIt() {
        var first = door.loggedIn().refreshToken();
        door.refreshed(first);
        door.pass(WITHIN_GRACE);
        door.refreshed(first);
        door.pass(Duration.ofMillis(1));
        assertThat(door.refresh(first)).isEqualTo(REFUSED);
    }

    @Test
    void leavesOtherSessionsAloneWhenOneEnds() {
        var other = door.loggedIn().refreshToken();
        var first = door.loggedIn().refreshToken();
        door.refreshed(door.refreshed(first));
        door.refresh(first);
        assertThat(door.refresh(other)).isInstanceOf(RefreshSession.Result.Refreshed.class);
    }

    @Test
    void refusesATokenNobodyIssuedAndEndsNothing() {
        door.loggedIn();
        assertThat(door.refresh(new RefreshToken("invented"))).isEqualTo(REFUSED);
        assertThat(door.sessions.running()).isEqualTo(1);
    }

    @Test
    void refusesTheTokenOfASessionThatWasEnded() {
        var tokens = door.loggedIn();
        door.sessions.end(FrontDoor.sessionOf(tokens));
        assertThat(door.refresh(tokens.refreshToken())).isEqualTo(REFUSED);
    }

    @Test
    void endsASessionThirtyDaysAfterLogInHoweverOftenItWasRefreshed() {
        var token = door.loggedIn().refreshToken();
        door.pass(Duration.ofDays(29));
        token = door.refreshed(token);
        door.pass(Duration.ofDays(1));
        assertThat(door.refresh(token)).isEqualTo(REFUSED);
    }
}
