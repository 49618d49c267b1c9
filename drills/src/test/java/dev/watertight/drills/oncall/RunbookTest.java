package dev.watertight.drills.oncall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
final class RunbookTest {
    private static final String TEXT = """
            # LoadShed

            ## Is it real?

            ```
            ./watertight status
            ```

            ## Stop it

            1. Start what does not run.

               ```
               ./watertight up
               ```

            2. Spread it.

               ```
               ./watertight scale product 4
               ```

               Expect: `product has 4 replicas`. To undo: `./watertight scale product 2`.

            ## Escalate
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        var shop = Files.createDirectory(folder.resolve("shop"));
        Files.writeString(shop.resolve("LoadShed.md"), TEXT);
    }

    @Test
    void stepsAreTheCommandsThatStopIt() {
        var runbook = Runbook.of(folder, "LoadShed");
        assertThat(runbook.steps()).containsExactly(List.of("up"), List.of("scale", "product", "4"));
        assertThat(runbook.upTo(1)).containsExactly(List.of("up"));
    }

    @Test
    void namesAnAlertWithoutOne() {
        assertThatThrownBy(() -> Runbook.of(folder, "DiskFull"))
                .hasMessageContaining("there is no runbook of DiskFull");
    }

    @Test
    void namesAStepThatItDoesNotHave() {
        assertThatThrownBy(() -> Runbook.of(folder, "LoadShed").upTo(3))
                .hasMessageContaining("LoadShed.md has 2 steps to stop it, not 3");
    }

    @Test
    void namesTheSectionThatIsMissing() throws IOException {
        Files.writeString(folder.resolve("Down.md"), TEXT.replace("## Stop it", "## Stop"));
        assertThatThrownBy(() -> Runbook.of(folder, "Down")).hasMessageContaining("has no section \"Stop it\"");
    }
}
