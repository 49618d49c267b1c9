package dev.watertight.user.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RegisterUserTest {
    private final FrontDoor door = new FrontDoor();

    @Test
    void makesACustomer() {
        var ada = door.ada();
        assertThat(ada.roles()).containsExactly("customer");
        assertThat(ada.createdAt()).isEqualTo(Instant.parse("2026-11-01T10:00:00.123456Z"));
        assertThat(door.users.find(ada.id())).contains(ada);
        assertThat(door.journal.events).containsExactly("registered");
    }

    @Test
    void keepsOnlyTheHashOfThePassword() {
        var ada = door.ada();
        assertThat(door.users.password(ada.id())).contains(door.passwords.hash(FrontDoor.PASSWORD));
    }

    @Test
    void refusesAnEmailThatHasAnAccount() {
        door.ada();
        assertThat(door.register()).isEqualTo(new RegisterUser.Result.EmailTaken());
        assertThat(door.journal.events).containsExactly("registered");
    }
}
