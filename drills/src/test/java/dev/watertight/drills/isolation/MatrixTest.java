package dev.watertight.drills.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
final class MatrixTest {
    private static final String DECLARED = """
            journeys: [login, browse]
            faults:
              kill user: {login: refused 503}
              kill consul: {}
            longHoldSeconds:
              kill consul: 600
            """;

    @TempDir
    private Path folder;

    @Test
    void saysWhatEveryJourneySeesUnderEveryFault() throws IOException {
        var rows = matrix(DECLARED).rows();
        assertThat(rows).extracting(Matrix.Row::fault).containsExactly("kill user", "kill consul");
        assertThat(rows.getFirst().cells().get("login")).isEqualTo(Expectation.of("refused 503"));
        assertThat(rows.getFirst().cells().get("browse")).isEqualTo(Expectation.of("unaffected"));
        assertThat(rows).extracting(Matrix.Row::longHoldSeconds).containsExactly(0, 600);
    }

    @Test
    void namesTheCellThatSaysAnUnknownWordAndTheFile() {
        assertThatThrownBy(() -> matrix(DECLARED.replace("refused 503", "sunk")))
                .hasMessageContaining("isolation.yaml")
                .hasMessageContaining("kill user, login: 'sunk' is none of");
    }

    @Test
    void namesEveryProblemAtOnce() {
        assertThatThrownBy(() -> matrix(DECLARED.replace("{}", "{shop: unaffected, browse: sunk}")
                        .replace("kill consul: 600", "kill consol: 600")))
                .hasMessageContaining("there is no journey 'shop'")
                .hasMessageContaining("kill consul, browse: 'sunk'")
                .hasMessageContaining("'kill consol' shall be held longer");
    }

    @Test
    void namesTheRowThatSaysNothingOfItsJourneys() {
        assertThatThrownBy(() -> matrix(DECLARED.replace("kill consul: {}", "kill consul:")))
                .hasMessageContaining("isolation.yaml")
                .hasMessageContaining("kill consul: names no journeys");
    }

    @Test
    void namesTheCellThatSaysNothing() {
        assertThatThrownBy(() -> matrix(DECLARED.replace("login: refused 503", "login: ")))
                .hasMessageContaining("kill user, login: '' is none of");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " soon", " 1.5"})
    void namesTheFaultThatIsHeldForNoNumberOfSeconds(String seconds) {
        assertThatThrownBy(() -> matrix(DECLARED.replace("kill consul: 600", "kill consul:" + seconds)))
                .hasMessageContaining("'kill consul' shall be held longer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"journeys", "faults", "longHoldSeconds"})
    void namesThePartThatIsEmpty(String part) {
        var yaml = "journeys: [login]\nfaults: {}\nlongHoldSeconds: {}\n".replaceFirst(part + ":.*", part + ":");
        assertThatThrownBy(() -> matrix(yaml))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(part);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kil user",
                "user",
                "kill",
                "kill user now",
                "kill user:",
                "kill user:user-db",
                "cut user",
                "slow user --cpu much",
                "slow user --cpu 0",
                "slow user --ms 5",
                "delay user:user-db --cpu 5"
            })
    void namesTheRowWhoseFaultIsNone(String fault) {
        assertThatThrownBy(() -> matrix(DECLARED.replace("kill user", "'" + fault + "'")))
                .hasMessageContaining(
                        "'" + fault + "' is none of: kill PART, pause PART, slow PART [--cpu N], cut LINK");
    }

    @Test
    void tellsBothEndsOfALink() throws IOException {
        assertThat(matrix(DECLARED.replace("kill user", "'delay user:user-db --ms 50'"))
                        .rows()
                        .getFirst()
                        .targets())
                .containsExactly("user", "user-db");
    }

    @Test
    void doesNotTakeAFaultTwice() {
        assertThatThrownBy(() -> matrix(DECLARED.replace("kill consul: {}", "kill user: {}")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("kill user");
    }

    @Test
    void coversEveryKindOfFaultOfEveryPart() {
        var expected = new ArrayList<String>();
        for (var service : List.of("user", "product", "order", "payment")) {
            for (var kind : List.of("kill", "pause", "slow")) {
                expected.add(kind + " " + service);
                expected.add(kind + " " + service + "-1");
            }
            expected.add("kill " + service + "-db");
            expected.add("delay %s:%s-db --ms 50".formatted(service, service));
            expected.add("reset %s:%s-db".formatted(service, service));
        }
        expected.addAll(List.of("kill consul", "kill otel-collector", "kill prometheus", "kill acquirer"));
        assertThat(Matrix.in(Path.of("isolation.yaml")).rows())
                .extracting(Matrix.Row::fault)
                .containsAll(expected);
    }

    private Matrix matrix(String yaml) throws IOException {
        return Matrix.in(Files.writeString(folder.resolve("isolation.yaml"), yaml));
    }
}
