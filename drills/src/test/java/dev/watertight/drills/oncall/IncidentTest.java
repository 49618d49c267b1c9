package dev.watertight.drills.oncall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
final class IncidentTest {
    private static final String DECLARED = """
            - {alert: ServiceDown, cause: kill order, firesWithin: 90, mendedBy: 1, endsWithin: 60}
            - {alert: LoadShed, cause: slow product --cpu 1, firesWithin: 90, mendedBy: 2, endsWithin: 60}
            """;

    @TempDir
    private Path folder;

    @Test
    void saysWhatCausesEachAlert() throws IOException {
        var file = file(DECLARED);
        assertThat(Incident.in(file)).extracting(Incident::alert).containsExactly("ServiceDown", "LoadShed");
        assertThat(Incident.in(file).getLast().causing())
                .containsExactly("fault", "slow", "product", "--cpu", "1", "--once");
    }

    @Test
    void namesWhatIsMissingAndItsLine() throws IOException {
        var file = file(DECLARED.replace(", mendedBy: 2", ""));
        assertThatThrownBy(() -> Incident.in(file))
                .hasMessageContaining("oncall.yaml")
                .hasMessageContaining("needs alert, cause, firesWithin, mendedBy and endsWithin")
                .hasMessageContaining("line: 2");
    }

    @Test
    void namesAKeyThatIsNoneAndItsLine() throws IOException {
        var file = file(DECLARED.replace("--cpu 1,", "--cpu 1, severity: page,"));
        assertThatThrownBy(() -> Incident.in(file))
                .hasMessageContaining("\"severity\"")
                .hasMessageContaining("line: 2");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("oncall.yaml"), text);
    }
}
