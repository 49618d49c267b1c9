package dev.watertight.drills.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.watertight.drills.scaling.Meter.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class MeterTest {
    private static final List<Long> BEFORE = List.of(100L, 10L, 50L, 1_000L, 40L, 0L, 5L, 5L);

    @Test
    void tellsWhatWasUsedInCores() {
        var before = new Reading(0, Map.of("order", Duration.ofSeconds(7)), List.of(BEFORE));
        var after =
                new Reading(Duration.ofSeconds(5).toNanos(), Map.of("order", Duration.ofSeconds(8)), List.of(BEFORE));
        assertThat(after.since(before).of("order")).isEqualTo(0.2);
        assertThat(after.since(before).of("user")).isZero();
    }

    /** What the hypervisor gave to others is not to be had, so it counts as used; a disk that is waited for does not. */
    @Test
    void tellsHowBusyTheBusierHalfWas() {
        var before = new Reading(0, Map.of(), List.of(BEFORE, BEFORE));
        var idle = List.of(100L, 10L, 50L, 1_110L, 40L, 0L, 5L, 5L);
        var busy = List.of(130L, 10L, 60L, 1_050L, 50L, 0L, 5L, 15L);
        var usage = new Reading(1, Map.of(), List.of(idle, busy)).since(before);
        assertThat(usage.machine()).isCloseTo(50 / 110.0, within(0.001));
        assertThat(usage.elsewhere()).isCloseTo(25 / 110.0, within(0.001));
    }

    @Test
    void readsThisMachine() {
        var meter = new Meter(Map.of());
        var before = meter.read();
        assertThat(before.times())
                .hasSize(2)
                .allSatisfy(times -> assertThat(times).hasSize(8));
        assertThat(meter.read().since(before).machine()).isBetween(0.0, 1.0);
    }
}
