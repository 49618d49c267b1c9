package dev.watertight.drills.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watertight.drills.secrets.Place.Where;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
final class SearchTest {
    private static final String CORE = "0f1e2d3c4b5a6978";
    private static final Canary CANARY = new Canary(Kind.SECRET, CORE, "here", "");
    private static final Place LOG = new Place(Where.LOG, "a log");

    private final Search search = new Search(List.of(CANARY, new Canary(Kind.SECRET, "8796a5b4c3d2e1f0", "there", "")));

    @ParameterizedTest
    @ValueSource(strings = {"%s", "a password: %s", "%s is it", "x%sx", "%%22%s%%22", "é%s"})
    void findsACanaryWhereverItStands(String text) {
        assertThat(found(text.formatted(CORE))).containsExactly(new Finding(CANARY, LOG));
        assertThat(found(text.formatted(CORE.toUpperCase(Locale.ROOT)))).hasSize(1);
    }

    static Stream<String> around() {
        return Stream.of("%s", "a%s", "ab%s", "abc%s", "%sa", "%sab", "a%sa", "ab%sab");
    }

    @ParameterizedTest
    @MethodSource("around")
    void findsACanaryInsideOfBase64(String text) {
        var bytes = text.formatted(CORE).getBytes(UTF_8);
        assertThat(found(Base64.getEncoder().encodeToString(bytes))).hasSize(1);
        assertThat(found(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0f1e2d3c", "0f1e2d3c4b5a697", "0f1e2d3c-4b5a6978", "f1e2d3c4b5a69780"})
    void findsNothingElse(String text) {
        assertThat(found(text)).isEmpty();
    }

    @Test
    void doesNotTakeWhatCouldBeAnywhere() {
        assertThatThrownBy(() -> new Search(List.of(new Canary(Kind.SECRET, "short", "here", ""))))
                .hasMessageContaining("too short");
    }

    private Iterable<Finding> found(String text) {
        return search.in(LOG, text.getBytes(UTF_8));
    }
}
