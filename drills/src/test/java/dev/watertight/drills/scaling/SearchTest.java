package dev.watertight.drills.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
final class SearchTest {
    @ParameterizedTest
    @CsvSource({"0.5, 0.75, 0.7", "0.5, 0.15, 0.1", "2.04, 2.35, 2.3", "0.1, 0.05, 0", "100, 250, 245"})
    void findsWhatIsKeptAndTriesNoRateTwice(double first, double capacity, double atLeast) {
        var search = new Search(first);
        var tried = new HashSet<Double>();
        var kept = 0.0;
        for (var next = OptionalDouble.of(search.first()); next.isPresent(); next = search.next()) {
            var rate = next.getAsDouble();
            assertThat(tried.add(rate)).as("tried %s again", rate).isTrue();
            assertThat(Math.round(rate * 10) / 10.0).isEqualTo(rate);
            kept = rate <= capacity ? Math.max(kept, rate) : kept;
            search.told(rate, rate <= capacity);
        }
        assertThat(kept).isBetween(atLeast * 0.95, capacity);
    }
}
