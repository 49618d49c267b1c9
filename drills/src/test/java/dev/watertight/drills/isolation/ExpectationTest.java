package dev.watertight.drills.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
final class ExpectationTest {
    @Test
    void unaffectedIsAnsweredAsQuicklyAsEver() {
        var expected = Expectation.of("unaffected");
        assertThat(expected.seen()).containsExactly("answered");
        assertThat(expected.after()).isZero();
        assertThat(expected.within()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void degradedSaysHow() {
        var expected = Expectation.of("degraded answered or pending or refused 503 after 3 s within 2000 ms");
        assertThat(expected.seen()).containsExactlyInAnyOrder("answered", "pending", "refused 503");
        assertThat(expected.after()).isEqualTo(Duration.ofSeconds(3));
        assertThat(expected.within()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aBusyMachineMayTakeLonger() {
        var expected = Expectation.of("unaffected after 3 s").slower(2);
        assertThat(expected.within()).isEqualTo(Duration.ofSeconds(2));
        assertThat(expected.longest()).isEqualTo(Expectation.LONGEST.multipliedBy(2));
        assertThat(expected.after()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void refusedSaysWithWhat() {
        var expected = Expectation.of("refused 503 or 504");
        assertThat(expected.seen()).containsExactlyInAnyOrder("refused 503", "refused 504");
        assertThat(expected.within()).isEqualTo(Expectation.LONGEST);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            untouched              | 'untouched' is none of: unaffected
            degraded               | degraded must say how
            refused                | refused must say how
            unaffected pending     | unaffected is not 'pending'
            degraded slowly        | 'slowly' is none of: answered
            refused 500            | '500' is no status
            refused 503 after then | '503 after then' is no status
            degraded wrong         | 'wrong' is none of
            degraded silent        | 'silent' is none of
            """)
    void anUnknownWordIsNamed(String text, String message) {
        assertThatThrownBy(() -> Expectation.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "unaffected, answered, true",
        "unaffected, refused 503, false",
        "unaffected, pending, false",
        "unaffected after 5 s, refused 504, true",
        "unaffected after 5 s, pending, true",
        "unaffected after 5 s, wrong, false",
        "unaffected after 5 s, silent, true",
        "unaffected, silent, false",
        "refused 503, silent, false",
        "refused 503, answered, true",
        "refused 503, refused 503, true",
        "refused 503, refused 502, false",
    })
    void tellsWhatMayBeSeenUntilThen(String text, String seen, boolean allowed) {
        assertThat(Expectation.of(text).allowsBefore(seen)).isEqualTo(allowed);
    }
}
