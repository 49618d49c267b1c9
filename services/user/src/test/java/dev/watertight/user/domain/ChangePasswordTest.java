package dev.watertight.user.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ChangePasswordTest {
    private static final Password FRESH = new Password("a fresh horse");

    private final FrontDoor door = new FrontDoor();
    private final User ada = door.ada();
    private final SessionTokens here = door.loggedIn();
    private final SessionTokens elsewhere = door.loggedIn();

    @Test
    void letsOnlyTheNewPasswordIn() {
        assertThat(change(FrontDoor.PASSWORD)).isEqualTo(ChangePassword.Result.CHANGED);
        assertThat(door.logIn(FrontDoor.ADA, FRESH)).isInstanceOf(OpenSession.Result.Opened.class);
        assertThat(door.logIn(FrontDoor.ADA, FrontDoor.PASSWORD)).isInstanceOf(OpenSession.Result.Refused.class);
    }

    @Test
    void endsOtherSessionsAndKeepsThisOne() {
        change(FrontDoor.PASSWORD);
        assertThat(door.refresh(here.refreshToken())).isInstanceOf(RefreshSession.Result.Refreshed.class);
        assertThat(door.refresh(elsewhere.refreshToken())).isInstanceOf(RefreshSession.Result.Refused.class);
    }

    @Test
    void refusesAWrongOldPasswordAndChangesNothing() {
        assertThat(change(FRESH)).isEqualTo(ChangePassword.Result.WRONG_PASSWORD);
        assertThat(door.logIn(FrontDoor.ADA, FrontDoor.PASSWORD)).isInstanceOf(OpenSession.Result.Opened.class);
        assertThat(door.refresh(elsewhere.refreshToken())).isInstanceOf(RefreshSession.Result.Refreshed.class);
    }

    @Test
    void refusesWhoHasNoAccount() {
        assertThat(door.changePassword(UUID.randomUUID(), UUID.randomUUID(), FRESH, FRESH))
                .isEqualTo(ChangePassword.Result.WRONG_PASSWORD);
    }

    private ChangePassword.Result change(Password old) {
        return door.changePassword(ada.id(), FrontDoor.sessionOf(here), old, FRESH);
    }
}
