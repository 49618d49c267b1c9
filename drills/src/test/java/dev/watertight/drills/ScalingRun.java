package dev.watertight.drills;

import dev.watertight.drills.bench.Running;
import dev.watertight.drills.scaling.Finder;
import dev.watertight.drills.scaling.Generator;
import dev.watertight.drills.scaling.Half;
import dev.watertight.drills.scaling.Measurement;
import dev.watertight.drills.scaling.Meter;
import dev.watertight.drills.scaling.Scaling;
import dev.watertight.drills.scaling.Subject;
import dev.watertight.drills.scaling.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Measures one service with 1, 2 and 4 replicas in turn, on cores of its own; leaves it with two, all cores and no quota. */
final class ScalingRun implements AutoCloseable {
    private static final List<Integer> COUNTS = List.of(1, 2, 4);
    private static final int USUAL_REPLICAS = 2;
    private static final int WARM_UP_SECONDS = 30;

    /** What a quota is good for, of what it would be if a request cost as much as without it, with nothing else to do. */
    private static final double UNDER_A_QUOTA = 0.6;

    /** Of the whole machine. */
    private static final double MOST_DISTURBANCE = 0.2;

    /** Their work grows with the load. */
    private static final Set<String> TAKE_IN_SPANS = Set.of("otel-collector", "zipkin");

    private static final long PATIENCE_NANOS = Duration.ofMinutes(2).toNanos();

    private final List<Measurement> measurements = new ArrayList<>();

    private final Subject subject;
    private final Generator generator;
    private final ScalingData data;
    private double disturbance;

    /**
     * So many replicas, warm and slow.
     *
     * @param meter of all processes, which stay the same until there are more replicas, or fewer
     * @param coresPerRequest what a request cost before there was a quota
     */
    private record Arranged(Meter meter, double coresPerRequest) {
        Arranged {
            if (coresPerRequest <= 0) {
                throw new IllegalStateException(
                        "no processor time was metered while the replicas were warmed: no rate follows from that");
            }
        }
    }

    ScalingRun(Subject subject, Generator generator, ScalingData data) {
        this.subject = subject;
        this.generator = generator;
        this.data = data;
    }

    /** One count of each round is measured twice in a row, another one each time: the A/A control. */
    Scaling measure(int rounds) {
        for (var round = 1; round <= rounds; round++) {
            for (var replicas : COUNTS) {
                data.renewed();
                var arranged = arrange(replicas);
                measure(round, replicas, arranged);
                if (replicas.equals(COUNTS.get(round % COUNTS.size()))) {
                    measure(round, replicas, arranged);
                }
            }
        }
        return new Scaling(subject, measurements);
    }

    /**
     * Puts the quota on once all replicas are healthy and warm: under it a start takes minutes. What is slow the first time
     * under it, such as a backlog of the warm-up, is over after a trial that is not judged.
     */
    private Arranged arrange(int replicas) {
        Operator.watertight("fault", "clear");
        Operator.watertight("scale", subject.service(), Integer.toString(replicas));
        onItsOwnHalf();
        var meter = meter();
        var warm = generator.make(new Trial.Asked(subject, replicas, 0, subject.warmUpRate(), WARM_UP_SECONDS), meter);
        var quota = Integer.toString(subject.quotaPercent());
        Operator.watertight("fault", "slow", subject.service(), "--cpu", quota);
        Progress.say("%s has %d replicas, warm, of %s %% of a core each".formatted(subject.service(), replicas, quota));
        var arranged = new Arranged(meter, warm.coresPerRequest());
        trial(asked(replicas, firstRate(replicas, arranged.coresPerRequest()), subject.seconds()), meter);
        return arranged;
    }

    private Trial.Asked asked(int replicas, double rate, int seconds) {
        return new Trial.Asked(subject, replicas, subject.quotaPercent() / 100.0, rate, seconds);
    }

    private void measure(int round, int replicas, Arranged arranged) {
        var finder = new Finder(
                (rate, seconds) -> trial(asked(replicas, rate, seconds), arranged.meter()),
                line -> Progress.say("  " + line));
        var found = finder.find(subject, round, replicas, firstRate(replicas, arranged.coresPerRequest()));
        measurements.add(found);
        Progress.say("round %d, %d replicas: %.1f/s%s"
                .formatted(round, replicas, found.rate(), found.isVoid() ? ", void: " + found.voided() : ""));
    }

    /** With young tokens; after one that something else on the machine disturbed, it waits a while for that to end. */
    private Trial trial(Trial.Asked asked, Meter meter) {
        data.renewIfOld();
        var patience = System.nanoTime() + PATIENCE_NANOS;
        while (disturbance > MOST_DISTURBANCE && System.nanoTime() < patience) {
            disturbance = meter.during(Duration.ofSeconds(1)).elsewhere();
        }
        var trial = generator.make(asked, meter);
        disturbance = trial.usage().elsewhere();
        return trial;
    }

    /**
     * What as many kept before, or as each of another number did; at first what the quota is good for, by what requests
     * cost without it.
     */
    private double firstRate(int replicas, double coresPerRequest) {
        var before = measurements.reversed();
        return Stream.concat(before.stream().filter(each -> each.replicas() == replicas), before.stream())
                .filter(each -> each.rate() > 0)
                .findFirst()
                .map(each -> each.rate() * replicas / each.replicas())
                .orElseGet(() -> UNDER_A_QUOTA * replicas * subject.quotaPercent() / 100.0 / coresPerRequest);
    }

    private void onItsOwnHalf() {
        running().forEach(part -> half(part).hold(new Running(part.pid())));
    }

    private Half half(Part part) {
        return part.serves(subject.service()) || TAKE_IN_SPANS.contains(part.name()) ? Half.LOADED : Half.WATCHED;
    }

    private static Stream<Part> running() {
        return Part.all().stream().filter(Part::runs);
    }

    /** Of the processes as they are now; replicas under the name of their service. */
    private static Meter meter() {
        return new Meter(running()
                .collect(Collectors.groupingBy(
                        part -> part.isReplica() ? part.name().replaceFirst("-\\d+$", "") : part.name(),
                        Collectors.mapping(part -> new Running(part.pid()), Collectors.toList()))));
    }

    @Override
    public void close() {
        Operator.watertight("fault", "clear");
        Operator.watertight("scale", subject.service(), Integer.toString(USUAL_REPLICAS));
        running().forEach(part -> Half.release(new Running(part.pid())));
    }
}
