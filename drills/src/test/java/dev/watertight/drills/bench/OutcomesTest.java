package dev.watertight.drills.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class OutcomesTest {
    private static final long BEGUN = 7_000_000_000L;

    @Test
    void failuresAreToldByTheSecondInWhichTheyWereDue() {
        var outcomes = new Outcomes(
                BEGUN, List.of(at(2.9, 200), at(2.9, 503), at(3.1, 503), at(3.9, 503), at(3.9, 0), at(13, 504)));
        assertThat(outcomes.failures(nanos(3)))
                .isEqualTo(Map.of("503 after -1 s", 1L, "503 after 0 s", 2L, "0 after 0 s", 1L, "504 after 10 s", 1L));
    }

    private static Outcomes.Outcome at(double seconds, int status) {
        return new Outcomes.Outcome(nanos(seconds), status, Duration.ofMillis(5).toNanos());
    }

    private static long nanos(double seconds) {
        return BEGUN + (long) (seconds * 1e9);
    }
}
