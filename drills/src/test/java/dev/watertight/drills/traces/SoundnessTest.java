package dev.watertight.drills.traces;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class SoundnessTest {
    private static final long SECONDS_LATER = 9_000_000;

    @Test
    void findsNothingWrongWithASoundTrace() {
        assertThat(faults(MadeUpTrace.sound())).isEmpty();
    }

    @Test
    void findsAnOrphan() {
        assertThat(faults(MadeUpTrace.sound().with(5, 99, "product server get /products", 200)))
                .singleElement()
                .asString()
                .startsWith("2 spans without a parent");
    }

    @Test
    void findsATraceWithoutItsBeginning() {
        var trace = new MadeUpTrace().with(1, 99, "order server post /orders", 201);
        assertThat(faults(trace)).containsExactly("the parent of its first span is missing");
    }

    @Test
    void takesACallersOwnSpanForTheParentOfWhatItContinues() {
        var continued = new MadeUpTrace().with(1, 99, "order server post /orders", 201);
        assertThat(Soundness.faults(continued.trace(), true)).isEmpty();
        assertThat(Soundness.faults(MadeUpTrace.sound().trace(), true)).containsExactly("the caller is not its parent");
    }

    @Test
    void findsAnIdInAName() {
        assertThat(faults(MadeUpTrace.sound().with(5, 1, "order client get /charges/4711", 200)))
                .containsExactly("'order client get /charges/4711' is named for one thing, not for its kind");
    }

    @Test
    void findsASpanOfNobody() {
        var nobody = new Label("", "internal", "settle order", "");
        assertThat(faults(MadeUpTrace.sound().add(5, 1, nobody, 1_000_000, Map.of())))
                .containsExactly("' internal settle order' names no service");
    }

    @Test
    void findsAnErrorMarkThatIsMissing() {
        assertThat(faults(MadeUpTrace.sound().with(5, 3, "payment server get /charges", 503)))
                .containsExactly("'payment server get /charges' is not marked as an error, with the answer 503");
        assertThat(faults(MadeUpTrace.sound().with(5, 1, "order client get /charges", 404)))
                .containsExactly("'order client get /charges' is not marked as an error, with the answer 404");
        assertThat(faults(MadeUpTrace.sound().with(5, 1, "order client get /charges", 0)))
                .containsExactly("'order client get /charges' is not marked as an error, with the answer 0");
    }

    @Test
    void findsAnErrorMarkOnAnAnswerThatDidNotFail() {
        assertThat(faults(MadeUpTrace.sound().with(5, 3, "payment server get /charges ! 404", 404)))
                .containsExactly("'payment server get /charges ! 404' is marked as an error, with the answer 404");
    }

    @Test
    void findsAnErrorThatDoesNotSayWhich() {
        var unnamed = new Label("order", "internal", "settle order", "?");
        assertThat(faults(MadeUpTrace.sound().add(5, 1, unnamed, 1_000_000, Map.of())))
                .containsExactly("'order internal settle order ! ?' is an error and does not say which");
    }

    @Test
    void findsASpanThatBeginsWhenItsParentHasEnded() {
        assertThat(faults(MadeUpTrace.sound().with(5, 1, "order client get /charges", 200, SECONDS_LATER)))
                .containsExactly("'order client get /charges' does not begin while 'order server post /orders' runs");
    }

    @Test
    void letsWhomNobodyWaitsForBeginWhenItCan() {
        assertThat(faults(MadeUpTrace.sound()
                        .with(5, 1, "order client get /charges ! no_answer", 0)
                        .with(6, 5, "payment server get /charges", 200, SECONDS_LATER)))
                .isEmpty();
    }

    private static List<String> faults(MadeUpTrace trace) {
        return Soundness.faults(trace.trace(), false);
    }
}
