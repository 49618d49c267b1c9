package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.drills.bench.OpenLoad;
import dev.watertight.drills.bench.Running;
import dev.watertight.drills.bench.TelemetryTax.Cost;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/** A replica, asked at a steady rate for what it costs. */
final class TelemetrySide {
    private static final int CALLERS = 4;
    private static final int OK = 200;

    /** Until as much leaves the collector as comes in, which keeps a trace for two seconds. */
    private static final Duration SETTLED = Duration.ofSeconds(4);

    private static final Duration TIME = Duration.ofSeconds(6);

    private final Journey journey;
    private final BenchedReplica replica;
    private final Running database;
    private final Running store;
    private final Supplier<List<Http.Reply>> requests;

    /**
     * What a customer does.
     *
     * @param share of all journeys of an ordinary day
     * @param eachSecond far less than the replica can
     * @param at makes what goes on one journey at an address
     */
    record Journey(
            String name,
            String service,
            double share,
            double eachSecond,
            Function<URI, Supplier<List<Http.Reply>>> at) {
        Running process(String part) {
            return new Running(Part.named(service + "-" + part).pid());
        }
    }

    /**
     * @param traces of all requests, those before the measured ones, too
     * @param lost spans that no collector has had, while it was measured
     */
    record Turn(Cost cost, List<String> traces, double lost) {}

    TelemetrySide(Journey journey, BenchedReplica replica, Running store) {
        this.journey = journey;
        this.replica = replica;
        this.database = journey.process("db");
        this.store = store;
        this.requests = journey.at().apply(replica.publicAddress());
    }

    /** Asks as fast as a few can who wait for their answers. */
    TelemetrySide busy(Duration time) {
        OpenLoad.saturate(CALLERS, time, () -> status(requests.get()));
        return this;
    }

    /**
     * What a journey costs in the midst of a steady load: as many spans wait somewhere at its end as at its beginning.
     *
     * @param collector of this replica's spans, if it makes any
     */
    Turn turn(List<BenchedCollector> collector) {
        var traces = new ConcurrentLinkedQueue<String>();
        ask(SETTLED, traces);
        var parts = List.of(
                List.of(replica.running()),
                List.of(database),
                collector.stream().map(BenchedCollector::running).toList(),
                List.of(store));
        var lost = lost();
        var before = parts.stream().map(TelemetrySide::cpu).toList();
        var asked = ask(TIME, traces);
        var after = parts.stream().map(TelemetrySide::cpu).toList();
        Function<Integer, Double> each =
                part -> after.get(part).minus(before.get(part)).toMillis() / (double) asked;
        var cost = new Cost(each.apply(0), each.apply(1), each.apply(2), each.apply(3));
        return new Turn(cost, List.copyOf(traces), lost() - lost);
    }

    Running process() {
        return replica.running();
    }

    /** Spans of the replica that no collector has had, so far; those without a collector are not of a turn. */
    private double lost() {
        return replica.counted("telemetry_spans_lost_total");
    }

    /** How many journeys were gone on, all to their end. */
    private int ask(Duration time, Queue<String> traces) {
        var outcomes = OpenLoad.run(journey.eachSecond(), time, () -> {
            var replies = requests.get();
            replies.forEach(reply -> traces.add(reply.header("X-Trace-Id")));
            return status(replies);
        });
        assertThat(outcomes.of(OK)).isEqualTo(outcomes.all().size());
        return outcomes.all().size();
    }

    /** Of a journey: that of the first answer that is not what it should be. */
    private static int status(List<Http.Reply> replies) {
        return replies.stream()
                .mapToInt(Http.Reply::status)
                .filter(status -> status / 100 != 2)
                .findFirst()
                .orElse(OK);
    }

    private static Duration cpu(List<Running> processes) {
        return processes.stream().map(Running::cpu).reduce(Duration.ZERO, Duration::plus);
    }
}
