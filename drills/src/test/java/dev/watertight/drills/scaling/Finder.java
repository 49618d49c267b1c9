package dev.watertight.drills.scaling;

import dev.watertight.drills.scaling.Outcome.Broken;
import dev.watertight.drills.scaling.Outcome.Kept;
import dev.watertight.drills.scaling.Outcome.Voided;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Finds the highest rate that a service keeps, by trials of one length. */
public final class Finder {
    private final Trials trials;
    private final Consumer<String> progress;
    private final List<String> tried = new ArrayList<>();
    private final List<Trial> counted = new ArrayList<>();

    /** The lowest rate that was not kept, and why. */
    private Optional<Missed> lowest = Optional.empty();

    private record Missed(double rate, Outcome outcome) {}

    private record Judged(Trial trial, Outcome outcome) {}

    public Finder(Trials trials, Consumer<String> progress) {
        this.trials = trials;
        this.progress = progress;
    }

    /** @param first the rate that is tried first */
    public Measurement find(Subject subject, int round, int replicas, double first) {
        var best = best(new Search(first), subject.seconds());
        return new Measurement(
                round,
                replicas,
                best.outcome() instanceof Kept ? best.trial().asked().rate() : 0,
                voided(best.outcome()),
                lowest.map(missed -> why(missed.outcome())).orElse(""),
                best.trial(),
                watched(best.trial()),
                tried);
    }

    /** The trial at the highest rate that was kept; where none was, that at the lowest. */
    private Judged best(Search search, int seconds) {
        var best = judged(search.first(), seconds);
        search.told(best.trial().asked().rate(), best.outcome() instanceof Kept);
        for (var next = search.next(); next.isPresent(); next = search.next()) {
            var judged = judged(next.getAsDouble(), seconds);
            search.told(next.getAsDouble(), judged.outcome() instanceof Kept);
            // Every rate that is kept is higher than the one before; until one is, every rate is lower.
            if (judged.outcome() instanceof Kept || !(best.outcome() instanceof Kept)) {
                best = judged;
            }
        }
        return best;
    }

    /** Something else may have run on the machine just then: what is void is tried once more. */
    private Judged judged(double rate, int seconds) {
        var judged = once(rate, seconds);
        if (judged.outcome() instanceof Voided) {
            judged = once(rate, seconds);
        }
        if (!(judged.outcome() instanceof Kept)) {
            remember(new Missed(rate, judged.outcome()));
        }
        return judged;
    }

    private Judged once(double rate, int seconds) {
        var trial = trials.at(rate, seconds);
        var outcome = Judge.judge(trial);
        var line = line(trial, outcome);
        tried.add(line);
        if (!(outcome instanceof Voided)) {
            counted.add(trial);
        }
        progress.accept(line);
        return new Judged(trial, outcome);
    }

    /** In all trials that count, or in that one when none does. */
    private Map<String, Requests> watched(Trial best) {
        var trials = counted.isEmpty() ? List.of(best) : counted;
        return trials.stream()
                .flatMap(trial -> trial.others().entrySet().stream())
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey,
                        Collectors.collectingAndThen(
                                Collectors.mapping(Map.Entry::getValue, Collectors.toList()), Requests::together)));
    }

    private void remember(Missed missed) {
        if (lowest.isEmpty() || missed.rate() < lowest.get().rate()) {
            lowest = Optional.of(missed);
        }
    }

    /** The service's limit is only known when it was the service that missed the objective just above. */
    private String voided(Outcome best) {
        return switch (best) {
            case Voided(String why) -> why;
            case Broken(String why) -> "no rate held: " + why;
            case Kept() ->
                lowest.map(missed -> switch (missed.outcome()) {
                            case Voided(String why) -> "above that, " + why;
                            case Broken _, Kept _ -> "";
                        })
                        .orElse("no rate was too high");
        };
    }

    private static String why(Outcome outcome) {
        return switch (outcome) {
            case Kept() -> "kept";
            case Broken(String why) -> why;
            case Voided(String why) -> "void, as " + why;
        };
    }

    private static String line(Trial trial, Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "%.1f/s for %d s: %s; p99 %.0f ms, %.0f %% of its quota, database %.0f %% and k6 %.0f %% of a core, busier half %.0f %%",
                trial.asked().rate(),
                trial.asked().seconds(),
                why(outcome),
                trial.load().p99Ms(),
                100 * trial.ofQuota(),
                100 * trial.usage().database(trial.asked().subject().service()),
                100 * trial.usage().of(Usage.LOAD_GENERATOR),
                100 * trial.usage().machine());
    }
}
