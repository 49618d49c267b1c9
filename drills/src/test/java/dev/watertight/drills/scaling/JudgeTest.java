package dev.watertight.drills.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each reason for which a trial is not what it seems, in one that is sound otherwise. */
@Tag("unit")
final class JudgeTest {
    private final MadeUpTrial kept = MadeUpTrial.kept();

    @Test
    void takesARateThatWasKept() {
        assertThat(judged(kept)).isEqualTo(new Outcome.Kept());
        assertThat(judged(kept.answered(0, 250).used("product-db", 0.6).onAMachineBusyAt(0.7)))
                .isEqualTo(new Outcome.Kept());
    }

    @Test
    void refusesARateThatWasAnsweredLate() {
        assertThat(judged(kept.answered(0, 251))).isEqualTo(new Outcome.Broken("p99 was 251 ms, not 250"));
    }

    @Test
    void refusesARateAtWhichAnAnswerWasWrong() {
        assertThat(judged(kept.answered(1, 100))).isEqualTo(new Outcome.Broken("1 answers were wrong"));
    }

    @Test
    void blamesTheServiceForRequestsDroppedWhileItWasLate() {
        assertThat(judged(kept.answered(0, 900).dropped(7))).isInstanceOf(Outcome.Broken.class);
    }

    @Test
    void isVoidWhenRequestsWereDroppedThoughTheServiceWasInTime() {
        assertThat(judged(kept.dropped(7)))
                .isEqualTo(new Outcome.Voided("k6 dropped 7 requests, while the service answered in time"));
    }

    @Test
    void isVoidWhenNothingWasSent() {
        assertThat(judged(kept.sentNothing())).isEqualTo(new Outcome.Voided("k6 sent nothing"));
    }

    @Test
    void isVoidWhenNobodyWatchedAnotherService() {
        assertThat(judged(kept.withOthersAt(0))).isEqualTo(new Outcome.Voided("k6 saw nothing of order"));
    }

    @Test
    void isVoidWhenTheLoadGeneratorUsedMoreThanItsShare() {
        assertThat(judged(kept.used("k6", 0.51))).isEqualTo(new Outcome.Voided("k6 used 51 % of a core"));
    }

    @Test
    void isVoidWhenTheMachineWasTooBusyKeptOrNot() {
        var why = new Outcome.Voided("half of the cores were busy at 71 %, 10 % with something else");
        assertThat(judged(kept.onAMachineBusyAt(0.71))).isEqualTo(why);
        assertThat(judged(kept.onAMachineBusyAt(0.71).answered(0, 900))).isEqualTo(why);
    }

    @Test
    void isVoidWhenTheDatabaseOfTheServiceWasTheLimit() {
        assertThat(judged(kept.used("product-db", 0.61)))
                .isEqualTo(new Outcome.Voided("its database used 61 % of a core"));
        assertThat(judged(kept.used("order-db", 0.61))).isEqualTo(new Outcome.Kept());
    }

    private static Outcome judged(MadeUpTrial trial) {
        return Judge.judge(trial.trial());
    }
}
