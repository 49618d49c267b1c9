package dev.watertight.drills.oncall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
final class IncidentTest {
    private static final String DECLARED = """
            - {alert: ServiceDown, labels: {service: order}, cause: fault kill order --once, firesWithin: 90, mendedBy: 1, endsWithin: 60}
            - {alert: MoneyMismatch, cause: fault misbook ORDER, firesWithin: 90, mendedBy: 2, endsWithin: 60}
            """;

    @TempDir
    private Path folder;

    @Test
    void saysWhatCausesEachAlert() throws IOException {
        var file = file(DECLARED);
        assertThat(Incident.in(file)).extracting(Incident::alert).containsExactly("ServiceDown", "MoneyMismatch");
        assertThat(Incident.in(file).getLast().causing("0198")).containsExactly("fault", "misbook", "0198");
    }

    @Test
    void isNoAlertOfAnotherThing() throws IOException {
        var incident = Incident.in(file(DECLARED)).getFirst();
        assertThat(incident.isOf(Map.of("alertname", "ServiceDown", "service", "order", "severity", "page")))
                .isTrue();
        assertThat(incident.isOf(Map.of("alertname", "ServiceDown", "service", "user")))
                .isFalse();
        assertThat(incident.selector())
                .isEqualTo("ALERTS{alertname=\"ServiceDown\", service=\"order\", alertstate=\"firing\"}");
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
    void namesALoadThatIsNone() throws IOException {
        var file = file(DECLARED.replace("ORDER,", "ORDER, load: shop,"));
        assertThatThrownBy(() -> Incident.in(file))
                .hasMessageContaining("load is 'shop', not a workload and its rate")
                .hasMessageContaining("line: 2");
    }

    @Test
    void namesAKeyThatIsNoneAndItsLine() throws IOException {
        var file = file(DECLARED.replace("ORDER,", "ORDER, severity: page,"));
        assertThatThrownBy(() -> Incident.in(file))
                .hasMessageContaining("\"severity\"")
                .hasMessageContaining("line: 2");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("oncall.yaml"), text);
    }
}
