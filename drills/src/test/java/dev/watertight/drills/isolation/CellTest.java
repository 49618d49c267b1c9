package dev.watertight.drills.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A fault from second 10 to 20, proven at 11, over at 22; a request every 100 ms from second 0 to 30. */
@Tag("unit")
final class CellTest {
    private static final Phase PHASE = new Phase(10_000, 11_000, 20_000, 22_000);
    private static final long LAST = 30_000;

    @Test
    void holdsWhenNobodyNotices() {
        var cell = Cell.of(Expectation.of("unaffected"), PHASE, all("answered", 20));
        assertThat(cell.holds()).isTrue();
        assertThat(cell.seen()).isEqualTo("90 answered");
        assertThat(cell.p99()).isEqualTo(20);
    }

    @Test
    void aSingleRefusalIsADifferenceFromTheMomentTheFaultWasAskedFor() {
        assertThat(unaffectedBut(new Sample("login", 9_999, 20, "refused 503"))).isEmpty();
        assertThat(unaffectedBut(new Sample("login", 10_000, 20, "refused 503")))
                .containsExactly("at first: 1 refused 503 of 11");
        assertThat(unaffectedBut(new Sample("login", 19_980, 20, "refused 503")))
                .containsExactly("while it held: 1 refused 503 of 91");
    }

    @Test
    void aRequestBelongsToTheTimeItWasSentIn() {
        assertThat(unaffectedBut(new Sample("login", 9_999, 2_500, "refused 504")))
                .isEmpty();
    }

    @Test
    void whoIsAnsweredWhenItWasOverSaysNothingOfWhatHeld() {
        var expected = Expectation.of("refused 504");
        var refused = all("refused 504", 100).stream()
                .filter(sample -> sample.startMillis() < 25_000)
                .toList();
        var healed = all("answered", 20).stream()
                .filter(sample -> sample.startMillis() >= 25_000)
                .toList();
        var samples = new ArrayList<>(refused);
        samples.addAll(healed);
        assertThat(Cell.of(expected, PHASE, with(samples, new Sample("login", 19_000, 1_001, "answered")))
                        .differences())
                .isEmpty();
        assertThat(Cell.of(expected, PHASE, with(samples, new Sample("login", 19_000, 1_000, "answered")))
                        .differences())
                .containsExactly("while it held: 1 answered of 91");
    }

    @Test
    void whatIsLaterThanDeclaredIsADifference() {
        assertThat(unaffectedBut(new Sample("login", 15_000, 1_001, "answered")))
                .containsExactly("while it held: p99 1001 ms, not 1000");
    }

    @Test
    void refusalsMayComeBeforeTheDeclaredSecondOnly() {
        var expected = Expectation.of("unaffected after 2 s");
        var samples = with(all("answered", 20), new Sample("login", 12_999, 2_700, "refused 504"));
        assertThat(Cell.of(expected, PHASE, samples).differences()).isEmpty();
        samples = with(samples, new Sample("login", 13_000, 700, "refused 504"));
        assertThat(Cell.of(expected, PHASE, samples).differences())
                .containsExactly("while it held: 1 refused 504 of 71");
    }

    @Test
    void whatIsWrongIsADifferenceAtAnyTime() {
        for (var moment : List.of(10_500L, 15_000L, 20_500L, 26_500L, 28_000L)) {
            var samples = with(all("answered", 20), new Sample("login", moment, 20, "wrong"));
            var cell = Cell.of(Expectation.of("unaffected after 1 s"), PHASE, samples);
            assertThat(cell.differences()).as("at %d", moment).hasSize(1);
        }
    }

    @Test
    void anAnswerWhereARefusalWasDeclaredIsADifference() {
        var cell = Cell.of(Expectation.of("refused 503"), PHASE, all("answered", 20));
        assertThat(cell.differences()).containsExactly("while it held: 90 answered of 90");
    }

    @Test
    void whoIsNotHealedAfterwardsIsADifference() {
        var expected = Expectation.of("unaffected after 1 s");
        var early = with(all("answered", 20), new Sample("login", 26_999, 20, "refused 503"));
        assertThat(Cell.of(expected, PHASE, early).differences()).isEmpty();
        var late = with(all("answered", 20), new Sample("login", 27_000, 20, "refused 503"));
        assertThat(Cell.of(expected, PHASE, late).differences()).containsExactly("afterwards: 1 refused 503 of 31");
    }

    @Test
    void whoNoticedNothingNoticesNothingWhileItHeals() {
        assertThat(unaffectedBut(new Sample("login", 20_000, 20, "refused 503")))
                .containsExactly("while it healed: 1 refused 503 of 71");
        assertThat(unaffectedBut(new Sample("login", 26_999, 20, "silent")))
                .containsExactly("while it healed: 1 silent of 71");
    }

    @Test
    void whoIsNotRefusedWhileItHoldsIsNotRefusedWhileItHeals() {
        var slow = Expectation.of("degraded answered or pending");
        var pending = with(all("answered", 20), new Sample("login", 20_000, 20, "pending"));
        var refused = with(all("answered", 20), new Sample("login", 20_000, 20, "refused 503"));
        assertThat(Cell.of(slow, PHASE, pending).differences()).isEmpty();
        assertThat(Cell.of(slow, PHASE, refused).differences()).containsExactly("while it healed: 1 refused 503 of 71");
    }

    @Test
    void whatIsWrongIsADifferenceThoughItsAnswerCameOnlyWhenItHealed() {
        var samples = with(all("answered", 20), new Sample("login", 19_990, 1_000, "wrong"));
        assertThat(Cell.of(Expectation.of("unaffected after 1 s"), PHASE, samples)
                        .differences())
                .containsExactly("while it healed: 1 wrong of 71");
    }

    @Test
    void noRequestsProveNothing() {
        assertThat(Cell.of(Expectation.of("unaffected"), PHASE, List.of()).differences())
                .containsExactly("only 0 requests while it held", "only 0 requests afterwards");
    }

    private static List<String> unaffectedBut(Sample other) {
        return Cell.of(Expectation.of("unaffected"), PHASE, with(all("answered", 20), other))
                .differences();
    }

    private static List<Sample> with(List<Sample> samples, Sample other) {
        var more = new ArrayList<>(samples);
        more.add(other);
        return more;
    }

    private static List<Sample> all(String seen, long millis) {
        return LongStream.iterate(0, time -> time < LAST, time -> time + 100)
                .mapToObj(time -> new Sample("login", time, millis, seen))
                .toList();
    }
}
