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

    /** Until as much leaves the collector as comes in, which keeps a trace for two seconds. */
    private static final Duration SETTLED = Duration.ofSeconds(4);

    private static final Duration TIME = Duration.ofSeconds(6);

    private final Subject subject;
    private final BenchedReplica replica;
    private final Running database;
    private final Running store;
    private final Supplier<Http.Reply> request;

    /**
     * What is asked.
     *
     * @param eachSecond far less than the replica can
     * @param answer the status that it must have
     * @param spans the names of those that the service makes of one request, as the trace store has them
     * @param at makes what sends one request to an address
     */
    record Subject(
            String service, double eachSecond, int answer, List<String> spans, Function<URI, Supplier<Http.Reply>> at) {
        Running process(String part) {
            return new Running(Part.named(service + "-" + part).pid());
        }
    }

    /** @param traces of all requests, those before the measured ones, too */
    record Turn(Cost cost, List<String> traces) {}

    TelemetrySide(Subject subject, BenchedReplica replica, Running store) {
        this.subject = subject;
        this.replica = replica;
        this.database = subject.process("db");
        this.store = store;
        this.request = subject.at().apply(replica.publicAddress());
    }

    /** Asks as fast as a few can who wait for their answers. */
    TelemetrySide busy(Duration time) {
        OpenLoad.saturate(CALLERS, time, () -> request.get().status());
        return this;
    }

    /**
     * What a request costs in the midst of a steady load: as many spans wait somewhere at its end as at its beginning.
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
        var before = parts.stream().map(TelemetrySide::cpu).toList();
        var asked = ask(TIME, traces);
        var after = parts.stream().map(TelemetrySide::cpu).toList();
        Function<Integer, Double> each =
                part -> after.get(part).minus(before.get(part)).toMillis() / (double) asked;
        return new Turn(new Cost(each.apply(0), each.apply(1), each.apply(2), each.apply(3)), List.copyOf(traces));
    }

    /** How many requests were answered, all as they should be. */
    private int ask(Duration time, Queue<String> traces) {
        var outcomes = OpenLoad.run(subject.eachSecond(), time, () -> {
            var reply = request.get();
            traces.add(reply.header("X-Trace-Id"));
            return reply.status();
        });
        assertThat(outcomes.of(subject.answer())).isEqualTo(outcomes.all().size());
        return outcomes.all().size();
    }

    private static Duration cpu(List<Running> processes) {
        return processes.stream().map(Running::cpu).reduce(Duration.ZERO, Duration::plus);
    }
}
