package dev.watertight.drills.bench;

import java.time.Duration;
import java.util.function.IntSupplier;

/** Milliseconds of the processor for one request; the answers, before and after, are the control. */
public record RefusalCost(double answer, double refusal, double answerAgain) {
    private static final int CALLERS = 8;
    private static final Duration TIME = Duration.ofSeconds(8);
    private static final int ANSWERED = 200;
    private static final int REFUSED = 503;

    /** @param request sends it one and says the status of its answer */
    public record Replica(Running process, IntSupplier request) {
        /** Until what it does is compiled. */
        public Replica warm() {
            OpenLoad.saturate(CALLERS, TIME, request);
            return this;
        }

        private double cost(int status) {
            var before = process.cpu();
            var seen = OpenLoad.saturate(CALLERS, TIME, request);
            if (seen.of(status) < seen.all().size()) {
                throw new IllegalStateException("not all of " + seen.all().size() + " requests got " + status);
            }
            return process.cpu().minus(before).toMillis() / (double) seen.of(status);
        }
    }

    /**
     * Asks them in turn.
     *
     * @param open answers all
     * @param shut refuses all
     */
    public static RefusalCost measured(Replica open, Replica shut) {
        return new RefusalCost(open.cost(ANSWERED), shut.cost(REFUSED), open.cost(ANSWERED));
    }

    public double refusalOfAnAnswer() {
        return 2 * refusal / (answer + answerAgain);
    }

    public double answerOfAnAnswer() {
        return answerAgain / answer;
    }
}
