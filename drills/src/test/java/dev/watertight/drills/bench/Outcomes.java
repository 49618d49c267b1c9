package dev.watertight.drills.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What became of requests.
 *
 * @param begun when the first one was due, by {@link System#nanoTime}
 */
public record Outcomes(long begun, List<Outcome> all) {
    private static final Duration ANY_TIME = Duration.ofDays(1);

    /**
     * @param due when it was to be sent, by {@link System#nanoTime}
     * @param status of the answer; 0 when there was none
     * @param nanos until it was there, since then: what the sender is late is part of it
     */
    public record Outcome(long due, int status, long nanos) {
        boolean isGood(Duration within) {
            return status >= 200 && status < 300 && nanos <= within.toNanos();
        }
    }

    public Outcomes(long begun, Collection<Outcome> all) {
        this(begun, List.copyOf(all));
    }

    /** Those that were due in a part of the time. */
    public Outcomes due(Duration from, Duration until) {
        return new Outcomes(
                begun,
                all.stream()
                        .filter(outcome ->
                                outcome.due() - begun >= from.toNanos() && outcome.due() - begun < until.toNanos())
                        .toList());
    }

    /** Successes that came soon enough. */
    public long good(Duration within) {
        return all.stream().filter(outcome -> outcome.isGood(within)).count();
    }

    /** Successes that came soon enough, each second of a part of the time. */
    public double goodEachSecond(Duration from, Duration until, Duration within) {
        return due(from, until).good(within) * 1e3 / until.minus(from).toMillis();
    }

    /** Those without a success, however late. */
    public long failed() {
        return all.size() - good(ANY_TIME);
    }

    /** The same in order, counted by when they were due and what was answered: "503 after 4 s"; status 0 is no answer. */
    public Map<String, Long> failures(long since) {
        return all.stream()
                .filter(outcome -> !outcome.isGood(ANY_TIME))
                .sorted(Comparator.comparingLong(Outcome::due))
                .collect(Collectors.groupingBy(
                        outcome -> "%d after %d s"
                                .formatted(outcome.status(), Math.floorDiv(outcome.due() - since, 1_000_000_000L)),
                        LinkedHashMap::new,
                        Collectors.counting()));
    }

    public long of(int status) {
        return all.stream().filter(outcome -> outcome.status() == status).count();
    }

    /** The 99th percentile of those that were answered so, in milliseconds. */
    public double p99Millis(int status) {
        return Percentile.p99(all.stream()
                .filter(outcome -> outcome.status() == status)
                .mapToDouble(outcome -> outcome.nanos() / 1e6));
    }
}
