package dev.watertight.drills.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.drills.secrets.Place.Where;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class CanaryTest {
    @Test
    void leaksWhereverASecretIs() {
        assertThat(leaks(Kind.SECRET, "")).containsExactlyInAnyOrder(Where.values());
    }

    @Test
    void leaksATokenButInTheAnswerThatHandsItOut() {
        assertThat(leaks(Kind.SECRET, "logIn 1")).doesNotContain(Where.ANSWER);
        assertThat(leaks(Kind.SECRET, "logIn 2")).contains(Where.ANSWER);
    }

    @Test
    void leaksWhatIsPersonalToAnybodyElse() {
        assertThat(leaks(Kind.PERSONAL, "ada")).isEqualTo(EnumSet.complementOf(EnumSet.of(Where.ANSWER)));
        assertThat(leaks(Kind.PERSONAL, "bob")).containsExactlyInAnyOrder(Where.values());
    }

    @Test
    void leaksASecretToItsOwner() {
        assertThat(leaks(Kind.SECRET, "ada")).contains(Where.ANSWER);
    }

    @Test
    void leaksWhatIsTypedButInAnswers() {
        assertThat(leaks(Kind.TYPED, "")).isEqualTo(EnumSet.complementOf(EnumSet.of(Where.ANSWER)));
    }

    @Test
    void leaksWhatIsTracedWhereItWouldHaveNoBound() {
        assertThat(leaks(Kind.TRACED, "")).contains(Where.SPAN_NAME, Where.METRIC, Where.REGISTRY, Where.REFUSAL);
    }

    /** Where a canary of Ada may not be. */
    private static Set<Where> leaks(Kind kind, String home) {
        var canary = new Canary(kind, "0f1e2d3c4b5a6978", "here", home);
        return EnumSet.allOf(Where.class).stream()
                .filter(where -> new Finding(canary, new Place(where, "logIn 1", "ada")).isLeak())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Where.class)));
    }
}
