package dev.watertight.user.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class OpenSessionTest {
    private static final Email STRANGER = new Email("stranger@example.com");
    private static final Password WRONG = new Password("wrong horse");

    private final FrontDoor door = new FrontDoor();

    @Test
    void opensASessionForTheRightPassword() {
        var ada = door.ada();
        assertThat(door.loggedIn().accessToken()).startsWith(ada.id() + " [customer] ");
        assertThat(door.journal.events).containsExactly("registered", "logged in");
    }

    @Test
    void refusesAWrongPassword() {
        door.ada();
        assertThat(door.logIn(FrontDoor.ADA, WRONG)).isEqualTo(new OpenSession.Result.Refused());
        assertThat(door.journal.events).containsExactly("registered", "refused");
        assertThat(door.sessions.running()).isZero();
    }

    @Test
    void refusesAStranger() {
        assertThat(door.logIn(STRANGER, WRONG)).isEqualTo(new OpenSession.Result.Refused());
        assertThat(door.journal.events).containsExactly("refused");
    }

    @Test
    void hashesAsOftenForAStrangerAsForAWrongAndARightPassword() {
        door.ada();
        assertThat(hashesOf(STRANGER, FrontDoor.PASSWORD)).isEqualTo(1);
        assertThat(hashesOf(FrontDoor.ADA, WRONG)).isEqualTo(1);
        assertThat(hashesOf(FrontDoor.ADA, FrontDoor.PASSWORD)).isEqualTo(1);
    }

    @Test
    void doesNothingWhereThereIsNoRoom() {
        door.ada();
        door.passwords.fill();
        assertThatThrownBy(() -> hashesOf(FrontDoor.ADA, FrontDoor.PASSWORD)).hasMessage("full");
        assertThat(door.journal.events).containsExactly("registered");
    }

    @Test
    void givesEverySessionATokenOfItsOwn() {
        door.ada();
        assertThat(door.loggedIn().refreshToken()).isNotEqualTo(door.loggedIn().refreshToken());
    }

    private int hashesOf(Email email, Password password) {
        var before = door.passwords.hashes();
        door.logIn(email, password);
        return door.passwords.hashes() - before;
    }
}
