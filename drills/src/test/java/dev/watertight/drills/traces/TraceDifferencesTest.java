package dev.watertight.drills.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
final class TraceDifferencesTest {
    private static final String DECLARED = """
            order:
              order server post /orders:
                sql: 1
                order client post /charges:
                  payment server post /charges: {}
            """;

    @TempDir
    private Path folder;

    @Test
    void areNoneOfATraceAsDeclared() throws IOException {
        assertThat(MadeUpTrace.sound().trace().differences(order(DECLARED))).isEmpty();
    }

    @Test
    void nameADeclaredEdgeThatDoesNotExist() throws IOException {
        var declared = DECLARED.replace("payment server post /charges: {}", "payment server get /charges: {}");
        assertThat(MadeUpTrace.sound().trace().differences(order(declared)))
                .containsExactly(
                        "'order client post /charges' has 'payment server post /charges', which is not declared",
                        "'order client post /charges' has 'payment server get /charges' 0 times, not 1");
    }

    @Test
    void nameAnErrorThatIsNotMarked() throws IOException {
        var declared = DECLARED.replace("post /charges: {}", "post /charges ! 503: {}");
        assertThat(MadeUpTrace.sound().trace().differences(order(declared)))
                .contains("'order client post /charges' has 'payment server post /charges ! 503' 0 times, not 1");
    }

    @Test
    void nameStatementsThatAreMissing() throws IOException {
        assertThat(MadeUpTrace.sound().trace().differences(order(DECLARED.replace("sql: 1", "sql: 2"))))
                .containsExactly("'order server post /orders' has 1 statements, not 2");
    }

    @Test
    void nameStatementsThatAreNotDeclared() throws IOException {
        assertThat(MadeUpTrace.sound().withStatement(5, 4).trace().differences(order(DECLARED)))
                .containsExactly("'payment server post /charges' has 1 statements, not 0");
    }

    @Test
    void nameAnAttemptThatWasNotMade() throws IOException {
        assertThat(MadeUpTrace.sound()
                        .trace()
                        .differences(order(DECLARED.replace("/charges: {}", "/charges: {times: 2}"))))
                .containsExactly("'order client post /charges' has 'payment server post /charges' 1 times, not 2");
    }

    @Test
    void nameASpanThatHasLostItsParent() throws IOException {
        assertThat(MadeUpTrace.sound()
                        .with(5, 99, "product server post /reservations", 201)
                        .trace()
                        .differences(order(DECLARED)))
                .containsExactly("the trace has 'product server post /reservations', which is not declared");
    }

    @Test
    void areThoseOfNothingWhileATraceHasNotArrived() throws IOException {
        assertThat(new MadeUpTrace().trace().differences(order(DECLARED)))
                .containsExactly("the trace has 'order server post /orders' 0 times, not 1");
    }

    @Test
    void standBesideWhatIsDeclaredOnceForSeveralPlaces() throws IOException {
        var declared = DECLARED.replace("sql: 1", "sql: 1\n    order client get /charges: &asked {}")
                .replace("post /charges: {}", "post /charges: *asked");
        assertThat(MadeUpTrace.sound()
                        .with(5, 1, "order client get /charges", 200)
                        .trace()
                        .differences(order(declared)))
                .isEmpty();
    }

    @Test
    void cannotBeAskedForOfWhatIsNoSpan() {
        assertThatThrownBy(() -> declared(DECLARED.replace("order client post", "order asks")))
                .hasMessageContaining("traces.yaml: 'order asks /charges' is no SERVICE");
        assertThatThrownBy(() -> declared(DECLARED.replace("/charges: {}", "/charges:")))
                .hasMessageContaining("{} says that there is nothing below it");
        assertThatThrownBy(() -> declared(DECLARED + DECLARED)).hasMessageContaining("duplicate key order");
        assertThatThrownBy(() -> declared("order: {}\n")).hasMessageContaining("'order' has 0 roots");
    }

    private Expected order(String yaml) throws IOException {
        return Objects.requireNonNull(declared(yaml).get("order"));
    }

    private Map<String, Expected> declared(String yaml) throws IOException {
        return Expected.in(Files.writeString(folder.resolve("traces.yaml"), yaml));
    }
}
