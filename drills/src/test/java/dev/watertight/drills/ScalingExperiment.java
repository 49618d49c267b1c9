package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.drills.report.ScalingPage;
import dev.watertight.drills.scaling.Generator;
import dev.watertight.drills.scaling.Scaling;
import dev.watertight.drills.scaling.Subject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service with more replicas, of as much CPU each, does as much more; and the other services do not notice. */
final class ScalingExperiment {
    private static final int LONG_ROUNDS = 3;

    private final Scale scale = Scale.asked();

    @Test
    void growsWithItsReplicas(@TempDir Path folder) {
        var data = new ScalingData(folder.resolve("data.json"));
        var generator = new Generator(Path.of(Addresses.root()), Addresses.edge(), data.renewed(), scale.seed());
        var problems = new ArrayList<String>();
        for (var subject : subjects()) {
            Progress.say("%s, %s: %s".formatted(subject.service(), subject.kind(), subject.load()));
            var scaling = measured(new ScalingRun(subject, generator, data));
            write(scaling);
            scaling.problems().forEach(problem -> problems.add(subject.service() + ": " + problem));
        }
        assertThat(problems).isEmpty();
    }

    private Scaling measured(ScalingRun run) {
        try (run) {
            return run.measure(scale.isLong() ? LONG_ROUNDS : 1);
        }
    }

    private static List<Subject> subjects() {
        return Stream.of(System.getProperty("watertight.services", "user,product,order,payment")
                        .split(",", -1))
                .map(service -> Subject.valueOf(service.toUpperCase(Locale.ROOT)))
                .toList();
    }

    private void write(Scaling scaling) {
        var files = new RunFiles("scaling-" + scaling.subject().service());
        var origin = Origin.measuredBy("./watertight experiment scaling --service %s%s --seed %d"
                .formatted(scaling.subject().service(), scale.isLong() ? " --long" : "", scale.seed()));
        Progress.say("numbers: " + files.write(numbers(scaling, origin)));
        Progress.say("report: " + files.write("html", ScalingPage.of(scaling, origin)));
    }

    private static Map<String, Object> numbers(Scaling scaling, Map<String, String> origin) {
        var subject = scaling.subject();
        var numbers = new LinkedHashMap<String, Object>(origin);
        numbers.put("service", subject.service());
        numbers.put("load", subject.kind() + ": " + subject.load());
        numbers.put("quotaPercentOfACore", subject.quotaPercent());
        numbers.put("verdict", scaling.verdict());
        numbers.put("problems", scaling.problems());
        var rates = new LinkedHashMap<Integer, Double>();
        var speedUps = new LinkedHashMap<Integer, Double>();
        for (var count : scaling.counts()) {
            rates.put(count, rounded(scaling.rate(count)));
            speedUps.put(count, rounded(scaling.speedUp(count)));
        }
        numbers.put("ratesByReplicas", rates);
        numbers.put("speedUpByReplicas", speedUps);
        numbers.put("speedUpByRound", scaling.speedUps(scaling.counts().getLast()));
        numbers.put("rateDiffersWhereNothingDoes", rounded(scaling.spread()));
        numbers.put("p99DiffersByOther", byOther(scaling, scaling::change));
        numbers.put("p99MayDifferByOther", byOther(scaling, scaling::tolerance));
        numbers.put("measurements", scaling.measurements());
        return numbers;
    }

    private static Map<String, Double> byOther(Scaling scaling, ToDoubleFunction<String> value) {
        var values = new LinkedHashMap<String, Double>();
        scaling.others().forEach(other -> values.put(other, rounded(value.applyAsDouble(other))));
        return values;
    }

    private static double rounded(double value) {
        return Math.round(100 * value) / 100.0;
    }
}
