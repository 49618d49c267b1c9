package dev.watertight.drills.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/**
 * What is answered in time of several open loads, in turn and round by round: some around the peak, and one that is too
 * much. The peak is the most that any load near it gets. Callers who each wait for their answer get more than any crowd
 * that does not, so what they get is only where to look for it.
 */
public final class GoodputCurve {
    private static final Duration TIME = Duration.ofSeconds(11);
    private static final Duration SETTLED = Duration.ofSeconds(3);

    /** They keep a replica busy and make nobody wait. */
    private static final int CALLERS = 8;

    /** Of what callers get. */
    private static final List<Double> SEARCHED = List.of(0.8, 0.95, 1.1, 1.25);

    /** Of the peak that was found, as the machine's speed drifts. */
    private static final List<Double> AROUND = List.of(0.9, 1.0, 1.1);

    private final IntSupplier request;
    private final Duration inTime;
    private final Runnable afterwards;
    private final List<Double> loads;
    private final double overload;
    private final List<Round> rounds = new ArrayList<>();

    /**
     * Answers in time, each second.
     *
     * @param near of the loads around the peak
     * @param overloaded of the one that is too much
     * @param p99Millis of those that were answered of that one
     */
    public record Round(List<Double> near, double overloaded, double p99Millis) {}

    /**
     * All of it.
     *
     * @param loads around the peak, in requests a second
     * @param overload in requests a second
     */
    public record Result(List<Double> loads, double overload, double peak, List<Double> ofPeak, List<Round> rounds) {
        static Result of(List<Double> loads, double overload, List<Round> rounds) {
            var peak = IntStream.range(0, loads.size())
                    .mapToDouble(
                            load -> Rounds.median(rounds, round -> round.near().get(load)))
                    .max()
                    .orElseThrow();
            return new Result(
                    loads,
                    overload,
                    peak,
                    Rounds.values(rounds, round -> round.overloaded() / peak),
                    List.copyOf(rounds));
        }

        /** Of the peak, in the middle one of the rounds. */
        public double goodput() {
            return Rounds.median(ofPeak, ratio -> ratio);
        }

        /** How many times the peak the overload was. */
        public double times() {
            return overload / peak;
        }
    }

    /**
     * Finds where the peak is, which takes a minute.
     *
     * @param times how much too much, as a multiple of the peak
     * @param inTime who waits longer for an answer is gone
     * @param afterwards waits, after each load, until nothing of it is left
     */
    public GoodputCurve(double times, IntSupplier request, Duration inTime, Runnable afterwards) {
        this.request = request;
        this.inTime = inTime;
        this.afterwards = afterwards;
        var byCallers = goodput(OpenLoad.saturate(CALLERS, TIME, request));
        var peak = SEARCHED.stream()
                .mapToDouble(part -> goodput(offered(part * byCallers)))
                .max()
                .orElseThrow();
        this.loads = AROUND.stream().map(part -> part * peak).toList();
        this.overload = times * peak;
    }

    /** Offers each load once. */
    public Round round() {
        var near = loads.stream().map(load -> goodput(offered(load))).toList();
        var much = offered(overload);
        var round = new Round(near, goodput(much), much.due(SETTLED, TIME).p99Millis(200));
        rounds.add(round);
        return round;
    }

    /** What the rounds so far say. */
    public Result result() {
        return Result.of(loads, overload, rounds);
    }

    private Outcomes offered(double load) {
        var outcomes = OpenLoad.run(load, TIME, request);
        afterwards.run();
        return outcomes;
    }

    private double goodput(Outcomes outcomes) {
        return outcomes.goodEachSecond(SETTLED, TIME, inTime);
    }
}
