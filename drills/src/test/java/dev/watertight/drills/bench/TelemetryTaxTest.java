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
    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    /** In the second round the machine was half as quick; in the third something else ran while telemetry was on. */
    @Test
    void isHeldAgainstWhatItsOwnRoundCostWithout() {
        var tax = new TelemetryTax(List.of(round(1.0, 1.1, 0.1), round(2.0, 2.2, 0.2), round(1.0, 1.9, 0.3)));

        assertThat(tax.medians("all").get("replica")).isCloseTo(1.1, EXACT);
        assertThat(tax.medians("all").get("withCollector")).isCloseTo(1.2, EXACT);
    }

    /** What a replica hands to others is no less work for that: a span of its own for each call would be seen there. */
    @Test
    void countsWhatTheCollectorAndTheStoreDo() {
        var tax = new TelemetryTax(List.of(round(1.0, 1.05, 0.5)));

        assertThat(tax.medians("all"))
                .containsExactly(
                        Map.entry("replica", 1.05),
                        Map.entry("withCollector", 1.55),
                        Map.entry("withCollectorAndStore", 1.80));
    }

    @Test
    void comparesWithTheMeanOfBothWithoutTelemetry() {
        var tax = new TelemetryTax(List.of(Map.of("off", cost(0.8, 0), "offAgain", cost(1.2, 0), "all", cost(1.1, 0))));

        assertThat(tax.replica("all").getFirst()).isCloseTo(1.1, EXACT);
        assertThat(tax.offOfOff().getFirst()).isCloseTo(1.5, EXACT);
    }

    /** Nine cheap journeys at twice the cost, and a dear one that costs no more. */
    @Test
    void weighsJourneysByHowOftenTheyAreGoneOn() {
        var cheap = new TelemetryTax(List.of(round(1.0, 2.0, 0.0)));
        var dear = new TelemetryTax(List.of(round(91.0, 91.0, 0.0)));
        var day = TelemetryTax.together(List.of(new TelemetryTax.Share(0.9, cheap), new TelemetryTax.Share(0.1, dear)));

        assertThat(day.replica("all").getFirst()).isCloseTo(10.9 / 10, EXACT);
        assertThat(day.offOfOff().getFirst()).isCloseTo(1, EXACT);
    }

    private static Map<String, Cost> round(double off, double on, double collector) {
        return Map.of("off", cost(off, 0), "offAgain", cost(off, 0), "all", cost(on, collector));
    }

    private static Cost cost(double replica, double collector) {
        return new Cost(replica, 1, collector, collector / 2);
    }
}
