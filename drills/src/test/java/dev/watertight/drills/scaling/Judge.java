package dev.watertight.drills.scaling;

import java.util.Optional;
import java.util.stream.Stream;

/** Says what a trial is worth. */
public final class Judge {
    /** Of the cores of either half: beyond that, waiting for a core is part of every time. */
    static final double MOST_OF_MACHINE = 0.70;

    /** Of a core: beyond that, it may be the database that does not scale. */
    static final double MOST_OF_DATABASE = 0.60;

    /** Of a core. */
    static final double MOST_OF_LOAD_GENERATOR = 0.50;

    private Judge() {}

    public static Outcome judge(Trial trial) {
        return Stream.of(tooBusy(trial), unseen(trial), generatorFailed(trial))
                .flatMap(Optional::stream)
                .findFirst()
                .<Outcome>map(Outcome.Voided::new)
                .or(() -> broken(trial).map(Outcome.Broken::new))
                .orElseGet(Outcome.Kept::new);
    }

    private static Optional<String> tooBusy(Trial trial) {
        var usage = trial.usage();
        var database = usage.database(trial.asked().subject().service());
        var generator = usage.of(Usage.LOAD_GENERATOR);
        if (usage.machine() > MOST_OF_MACHINE) {
            return Optional.of("half of the cores were busy at %.0f %%, %.0f %% with something else"
                    .formatted(100 * usage.machine(), 100 * usage.elsewhere()));
        }
        if (database > MOST_OF_DATABASE) {
            return Optional.of("its database used %.0f %% of a core".formatted(100 * database));
        }
        return generator > MOST_OF_LOAD_GENERATOR
                ? Optional.of("k6 used %.0f %% of a core".formatted(100 * generator))
                : Optional.empty();
    }

    /** Who is not watched is not disturbed either. */
    private static Optional<String> unseen(Trial trial) {
        return trial.others().entrySet().stream()
                .filter(other ->
                        other.getValue().requests() == 0 || other.getValue().p99Ms() == 0)
                .map(other -> "k6 saw nothing of " + other.getKey())
                .findFirst();
    }

    /** A service that is too slow keeps virtual users waiting, so that requests are dropped: then it answered late, too. */
    private static Optional<String> generatorFailed(Trial trial) {
        var load = trial.load();
        if (load.requests() == 0) {
            return Optional.of("k6 sent nothing");
        }
        return load.dropped() > 0 && broken(trial).isEmpty()
                ? Optional.of("k6 dropped %d requests, while the service answered in time".formatted(load.dropped()))
                : Optional.empty();
    }

    private static Optional<String> broken(Trial trial) {
        var load = trial.load();
        if (load.failedChecks() > 0) {
            return Optional.of("%d answers were wrong".formatted(load.failedChecks()));
        }
        return load.p99Ms() > trial.withinMs()
                ? Optional.of("p99 was %.0f ms, not %.0f".formatted(load.p99Ms(), trial.withinMs()))
                : Optional.empty();
    }
}
