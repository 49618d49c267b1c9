package dev.watertight.drills.oncall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
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

            2. Correct it.

               ```
               ./watertight fault misbook ORDER --cents -1
               ```

               Expect: `booked`. To undo: `./watertight fault misbook ORDER --cents 1`.

            ## How to cause it

            Last drilled: never.
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
        assertThat(runbook.steps()).containsExactly("up", "fault misbook ORDER --cents -1");
        assertThat(runbook.step(2)).isEqualTo("fault misbook ORDER --cents -1");
    }

    @Test
    void writesDownWhenItWasDrilled() throws IOException {
        var runbook = Runbook.of(folder, "LoadShed");
        runbook.drilled(LocalDate.of(2026, 11, 27), "told after 30 s, over 4 s after step 2");
        assertThat(runbook.file())
                .content()
                .endsWith("\nLast drilled: 2026-11-27, told after 30 s, over 4 s after step 2.\n");
        Files.writeString(runbook.file(), TEXT.replace("Last drilled", "Drilled"));
        assertThatThrownBy(() -> runbook.drilled(LocalDate.EPOCH, ""))
                .hasMessageContaining("LoadShed.md has no line \"Last drilled:\"");
    }

    @Test
    void namesAnAlertWithoutOne() {
        assertThatThrownBy(() -> Runbook.of(folder, "DiskFull"))
                .hasMessageContaining("there is no runbook of DiskFull");
    }

    @Test
    void namesAStepThatItDoesNotHave() {
        assertThatThrownBy(() -> Runbook.of(folder, "LoadShed").step(3))
                .hasMessageContaining("LoadShed.md has 2 steps to stop it, not 3");
    }

    @Test
    void namesTheSectionThatIsMissing() throws IOException {
        Files.writeString(folder.resolve("Down.md"), TEXT.replace("## Stop it", "## Stop"));
        assertThatThrownBy(() -> Runbook.of(folder, "Down")).hasMessageContaining("has no section \"Stop it\"");
    }
}
