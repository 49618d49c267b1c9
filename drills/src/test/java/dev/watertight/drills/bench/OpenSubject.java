package dev.watertight.drills.bench;

import dev.watertight.drills.bench.GoodputCurve.Answered;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * What answers over HTTP, asked for so long. The shorter, the less the machine's speed drifts between the loads of a round;
 * but long enough for what piles up.
 *
 * @param request sends one and says the status of its answer
 * @param inTime who waits longer for an answer is gone
 * @param settled the start of each load, which is not counted
 * @param time of each load, with its start
 * @param afterwards waits, after each load, until nothing of it is left
 */
public record OpenSubject(IntSupplier request, Duration inTime, Duration settled, Duration time, Runnable afterwards)
        implements GoodputCurve.Subject {
    private static final int OK = 200;

    @Override
    public double answeredTo(int callers) {
        return answered(OpenLoad.saturate(callers, time, request)).inTime();
    }

    @Override
    public Answered answeredOf(double load) {
        var outcomes = OpenLoad.run(load, time, request);
        afterwards.run();
        return answered(outcomes);
    }

    private Answered answered(Outcomes outcomes) {
        return new Answered(
                outcomes.goodEachSecond(settled, time, inTime),
                outcomes.due(settled, time).p99Millis(OK));
    }
}
