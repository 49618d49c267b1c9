package dev.watertight.drills.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.drills.report.Grid.Field;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class GridPageTest {
    private static final Field GOOD = new Field("unaffected", "12 answered, p99 20 ms", List.of());
    private static final Field BAD =
            new Field("unaffected", "12 wrong, p99 20 ms", List.of("while it held: 12 <wrong>"));

    @Test
    void saysThatAllIsAsDeclared() {
        assertThat(page(GOOD).markdown())
                .contains("All 1 as declared.")
                .contains("| **kill user** | unaffected: 12 answered, p99 20 ms |")
                .contains("- commit: 1a2b");
        assertThat(page(GOOD).html()).contains("<td class=\"good\">").doesNotContain("<td class=\"bad\">");
    }

    @Test
    void isRedWhereItDiffers() {
        assertThat(page(BAD).markdown()).contains("1 of 1 not as declared.").contains("❌");
        assertThat(page(BAD).html())
                .contains("<td class=\"bad\">")
                .contains("<em>while it held: 12 &lt;wrong&gt;</em>");
    }

    private static GridPage page(Field field) {
        var grid = new Grid("Isolation", List.of("login"), List.of(new Grid.Row("kill user", List.of(field))));
        return new GridPage(grid, Map.of("commit", "1a2b"));
    }
}
