package dev.watertight.drills.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.drills.bench.TelemetryTax.Cost;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class TelemetryTaxTest {
    private static final Offset<Double> CLOSE = Offset.offset(1e-9);

    /** In the second round the machine was half as quick; in the third something else ran while telemetry was on. */
    @Test
    void isHeldAgainstWhatItsOwnRoundCostWithout() {
        var tax = new TelemetryTax(List.of(round(1.0, 1.1, 0.1), round(2.0, 2.2, 0.2), round(1.0, 1.9, 0.3)));

        assertThat(TelemetryTax.middle(tax.replicas())).isCloseTo(1.1, CLOSE);
        assertThat(tax.medians("asShipped").get("replicasAndCollector")).isCloseTo(1.2, CLOSE);
    }

    /** What a replica hands to others is no less work for that: a span of its own for each call would be seen there. */
    @Test
    void countsWhatTheCollectorAndTheStoreDo() {
        var tax = new TelemetryTax(List.of(round(1.0, 1.05, 0.5)));
        var medians = tax.medians("asShipped");

        assertThat(TelemetryTax.middle(tax.replicas())).isCloseTo(1.05, CLOSE);
        assertThat(medians.get("replicasAndCollector")).isCloseTo(1.55, CLOSE);
        assertThat(medians.get("shopAndCollector")).isCloseTo(2.55 / 2, CLOSE);
        assertThat(medians.get("shopCollectorAndStore")).isCloseTo(2.80 / 2, CLOSE);
        assertThat(tax.medians("atATenth").get("shopAndCollector")).isCloseTo(2.30 / 2, CLOSE);
    }

    @Test
    void takesOfEachKindTheMean() {
        var tax = new TelemetryTax(List.of(Map.of(
                "off", cost(0.8, 0), "offAgain", cost(1.2, 0), "asShipped", cost(1.0, 0), "atATenth", cost(1.2, 0))));

        assertThat(tax.replicas().getFirst()).isCloseTo(1.1, CLOSE);
        assertThat(tax.offOfOff().getFirst()).isCloseTo(2.2 / 1.8, CLOSE);
        assertThat(tax.onOfOn().getFirst()).isCloseTo(2.2 / 2.0, CLOSE);
    }

    private static Map<String, Cost> round(double off, double on, double collector) {
        return Map.of(
                "off", cost(off, 0),
                "offAgain", cost(off, 0),
                "asShipped", cost(on, collector),
                "atATenth", cost(on, collector / 2));
    }

    /** Beside databases that take one millisecond, and compilers that do not count. */
    private static Cost cost(double replicas, double collector) {
        return new Cost(replicas, 7, 1, collector, collector / 2);
    }
}
