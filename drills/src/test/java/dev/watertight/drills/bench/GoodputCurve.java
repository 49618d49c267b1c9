package dev.watertight.drills.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is answered in time of several open loads, in turn and round by round: some around the peak, and one that is too
 * much. The peak is the most that any load near it gets. What callers get who each wait for their answer is only where to
 * look for it: a crowd does not wait, and may get more than they do, or less.
 */
public final class GoodputCurve {
    /** They keep a replica busy and make nobody wait. */
    private static final int CALLERS = 8;

    /** Of what callers get, or of what was found. */
    private static final List<Double> SEARCHED = List.of(0.7, 0.9, 1.1, 1.3);

    private static final int SEARCHED_ROUNDS = 3;

    /** Each begins with what the one before found. */
    private static final int MOST_SEARCHES = 6;

    /** Of the peak that was found, as the machine's speed drifts. */
    private static final List<Double> AROUND = List.of(0.85, 1.0, 1.15, 1.3);

    /** Of the greatest load around the peak; if more of it is answered, even more might be of a greater one. */
    private static final double MOST_OF_THE_GREATEST = 0.95;

    private final Subject subject;
    private final double found;
    private final double times;
    private final List<Double> loads;
    private final List<Round> rounds = new ArrayList<>();

    /** What is asked. */
    public interface Subject {
        /** Answers in time, each second, to so many callers who each wait for theirs. */
        double answeredTo(int callers);

        /** Of so many requests each second, sent whether they are answered or not. */
        Answered answeredOf(double load);
    }

    /**
     * @param inTime answers, each second
     * @param p99Millis of all that were answered; 0 when none was
     */
    public record Answered(double inTime, double p99Millis) {}

    /**
     * Answers in time, each second.
     *
     * @param near of the loads around the peak
     * @param overload the load that is too much, in requests a second
     * @param overloaded of the overload
     * @param p99Millis of those that were answered of it; 0 when none was
     */
    public record Round(List<Double> near, double overload, double overloaded, double p99Millis) {}

    /**
     * All of it. Each round's overload is held against what the same round got at the best load, as the machine is quicker
     * in one than in another.
     *
     * @param loads around the peak, in requests a second
     * @param peak what the rounds got at the best load, the one with the greatest median
     * @param ofPeak of each round, what it got of the overload beside what it got at the best load
     */
    public record Result(List<Double> loads, double peak, List<Double> ofPeak, List<Round> rounds) {
        static Result of(List<Double> loads, List<Round> rounds) {
            var best = best(rounds.stream().map(Round::near).toList());
            var ofPeak = IntStream.range(0, rounds.size())
                    .mapToObj(round -> rounds.get(round).overloaded() / best.get(round))
                    .toList();
            return new Result(loads, middle(best), ofPeak, List.copyOf(rounds));
        }

        /** Of the peak, the median of the rounds. */
        public double goodput() {
            return middle(ofPeak);
        }

        /** Whether it lies within the loads: of the greatest of them not all was answered. */
        public boolean hasPeak() {
            return isWithin(loads, peak);
        }

        /** How many times the peak the overload was, the median of the rounds. */
        public double times() {
            return Rounds.median(rounds, Round::overload) / peak;
        }
    }

    private GoodputCurve(Subject subject, double found, double times) {
        this.subject = subject;
        this.found = found;
        this.times = times;
        this.loads = scaled(AROUND, found);
    }

    /**
     * Looks where the peak is, and makes a curve of loads around it.
     *
     * @param times how much too much, as a multiple of the peak
     */
    public static GoodputCurve find(double times, Subject subject) {
        var peak = subject.answeredTo(CALLERS);
        for (var search = 0; search < MOST_SEARCHES; search++) {
            var loads = scaled(SEARCHED, peak);
            peak = middle(best(Stream.generate(() -> inTime(subject, loads))
                    .limit(SEARCHED_ROUNDS)
                    .toList()));
            if (isWithin(loads, peak)) {
                return new GoodputCurve(subject, peak, times);
            }
        }
        throw new IllegalStateException("no load was too much: %.0f a second were answered".formatted(peak));
    }

    private Round round() {
        var near = inTime(subject, loads);
        var overload = times * peak();
        var much = subject.answeredOf(overload);
        var round = new Round(near, overload, much.inTime(), much.p99Millis());
        rounds.add(round);
        return round;
    }

    /** What the rounds so far say, as a search is only a few of them. */
    private double peak() {
        return rounds.isEmpty() ? found : result().peak();
    }

    /** Offers each load once, and again until so much time went by. */
    public List<Round> rounds(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        var done = new ArrayList<Round>();
        do {
            done.add(round());
        } while (System.nanoTime() < end);
        return done;
    }

    /** What the rounds so far say. */
    public Result result() {
        return Result.of(loads, rounds);
    }

    private static List<Double> inTime(Subject subject, List<Double> loads) {
        return loads.stream().map(load -> subject.answeredOf(load).inTime()).toList();
    }

    private static boolean isWithin(List<Double> loads, double peak) {
        return peak <= MOST_OF_THE_GREATEST * loads.getLast();
    }

    /** Of the load with the greatest median, what it got in each round. */
    private static List<Double> best(List<List<Double>> rounds) {
        return IntStream.range(0, rounds.getFirst().size())
                .mapToObj(load -> Rounds.values(rounds, round -> round.get(load)))
                .max(Comparator.comparingDouble(GoodputCurve::middle))
                .orElseThrow();
    }

    private static List<Double> scaled(List<Double> parts, double whole) {
        return parts.stream().map(part -> part * whole).toList();
    }

    private static double middle(List<Double> values) {
        return Rounds.median(values, value -> value);
    }
}
