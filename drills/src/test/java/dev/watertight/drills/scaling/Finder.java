package dev.watertight.drills.scaling;

import dev.watertight.drills.scaling.Outcome.Broken;
import dev.watertight.drills.scaling.Outcome.Kept;
import dev.watertight.drills.scaling.Outcome.Voided;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds the highest rate that a service keeps: by short trials first, then it has to hold it for longer. */
public final class Finder {
    private static final int MOST_HOLDS = 3;

    /** As near as the search comes. */
    private static final double LESS = 1.06;

    private final Trials trials;
    private final Consumer<String> progress;
    private final List<String> tried = new ArrayList<>();

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
        var found = search(first, subject.searchSeconds());
        var last = hold(found, subject.holdSeconds());
        return new Measurement(
                round,
                replicas,
                last.outcome() instanceof Kept ? last.trial().asked().rate() : 0,
                voided(last.outcome()),
                lowest.map(missed -> why(missed.outcome())).orElse(""),
                last.trial(),
                tried);
    }

    private double search(double first, int seconds) {
        var search = new Search(first);
        for (var next = search.next(); next.isPresent(); next = search.next()) {
            var rate = next.getAsDouble();
            if (judged(rate, seconds).outcome() instanceof Kept) {
                search.kept(rate);
            } else {
                search.missed(rate);
            }
        }
        return search.found() > 0 ? search.found() : first / 2;
    }

    /** A short trial may keep by luck what a longer one does not. */
    private Judged hold(double found, int seconds) {
        var rate = found;
        var judged = judged(rate, seconds);
        for (var hold = 1; hold < MOST_HOLDS && !(judged.outcome() instanceof Kept); hold++) {
            rate /= LESS;
            judged = judged(rate, seconds);
        }
        return judged;
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
        progress.accept(line);
        return new Judged(trial, outcome);
    }

    private void remember(Missed missed) {
        if (lowest.isEmpty() || missed.rate() < lowest.get().rate()) {
            lowest = Optional.of(missed);
        }
    }

    /** The service's limit is only known when it was the service that missed the objective just above. */
    private String voided(Outcome last) {
        return switch (last) {
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
                "%.1f/s for %d s: %s; p99 %.0f ms, %.0f %% of its quota, database %.0f %% and k6 %.0f %% of a core, machine %.0f %%",
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
