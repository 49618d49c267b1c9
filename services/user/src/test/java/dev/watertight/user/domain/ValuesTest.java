package dev.watertight.user.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ValuesTest {
    private static final Email ADA = new Email("ada@example.com");

    @ParameterizedTest
    @ValueSource(strings = {"ada@example.com", " ADA@Example.COM ", "\tada@example.com\n"})
    void takesOneAddressForTheSameHoweverItIsWritten(String text) {
        assertThat(Email.parse(text)).contains(ADA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b.c", "first.last+tag@sub.example.co.uk", "jörg@müller.example", "o'hara@example.com"})
    void takesWhatMayBeAnAddress(String text) {
        assertThat(Email.parse(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada",
                "@example.com",
                "ada@",
                "ada@example",
                "ada@example.",
                "ada@.com",
                "ada@exa..mple.com",
                "a b@example.com",
                "ada@exam ple.com",
                "ada@bob@example.com",
                "ada\u0000@example.com",
                "ada\ud800@example.com",
                "ada@example.\udc00"
            })
    void refusesWhatCannotBeAnAddress(String text) {
        assertThat(Email.parse(text)).isEmpty();
    }

    @Test
    void boundsTheLengthOfAnAddress() {
        var domain = "." + "d".repeat(61);
        var longest = "x".repeat(64) + "@d" + domain.repeat(3) + ".cc";
        assertThat(longest).hasSize(Email.MAX_LENGTH + 1);
        assertThat(Email.parse(longest)).isEmpty();
        assertThat(Email.parse(longest.substring(0, Email.MAX_LENGTH))).isPresent();
        assertThat(Email.parse("x".repeat(65) + "@example.com")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 127, 128})
    void acceptsAPasswordOfThatLength(int length) {
        assertThat(new Password("p".repeat(length)).isAcceptable()).isTrue();
        assertThat(new Password("🔑".repeat(length)).isAcceptable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 129})
    void refusesAPasswordOfThatLength(int length) {
        assertThat(new Password("p".repeat(length)).isAcceptable()).isFalse();
        assertThat(new Password("🔑".repeat(length)).isAcceptable()).isFalse();
    }

    @Test
    void takesAPasswordForTheSameFromEveryKeyboard() {
        assertThat(new Password("cafe\u0301 au lait")).isEqualTo(new Password("caf\u00e9 au lait"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "Ada Lovelace", "李", "O'Hara"})
    void takesAName(String name) {
        assertThat(User.isName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "A\u0000", "A\nB", "A\ud800", "\udc00A"})
    void refusesWhatIsNoName(String name) {
        assertThat(User.isName(name)).isFalse();
        assertThatThrownBy(() -> user(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void boundsTheLengthOfAName() {
        assertThat(User.isName("👤".repeat(User.MAX_NAME))).isTrue();
        assertThat(User.isName("👤".repeat(User.MAX_NAME + 1))).isFalse();
    }

    @Test
    void boundsTheLengthOfAHash() {
        assertThat(new PasswordHash("h".repeat(PasswordHash.MAX_LENGTH)).reveal())
                .hasSize(255);
        assertThatThrownBy(() -> new PasswordHash("h".repeat(256))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neverPrintsWhatIsPrivate() {
        var token = new RefreshToken("private");
        assertThat(new Object[] {
                    user("Ada"),
                    new Password("private"),
                    new PasswordHash("private"),
                    token,
                    new SessionTokens("private", token)
                })
                .noneMatch(value -> value.toString().contains("private"))
                .noneMatch(value -> value.toString().contains("ada@"));
    }

    private static User user(String name) {
        return new User(UUID.randomUUID(), ADA, name, Set.of(), Instant.EPOCH);
    }
}
