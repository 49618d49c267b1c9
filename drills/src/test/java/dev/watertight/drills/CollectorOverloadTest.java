package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.drills.collector.Collector;
import dev.watertight.drills.collector.Sender;
import dev.watertight.drills.collector.Store;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Far more spans than the collector can take, while the trace store is away: the real one, apart from the stack. */
final class CollectorOverloadTest {
    /** What docker-compose.yml gives it: the 280 MiB that memory_limiter leaves alive, and what Go needs beside it. */
    private static final long MEMORY = 448L * 1024 * 1024;

    private static final String AS_SHIPPED = "{}";
    private static final String UNBOUNDED = """
            exporters: {zipkin: {sending_queue: {queue_size: 100000000}}}
            service: {pipelines: {traces: {processors: [redaction, tail_sampling]}}}
            """;

    private static final Duration FLOOD = Duration.ofSeconds(6);
    private static final int MOST_FLOODS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SENDERS = 4;
    private static final int TRACES_AT_ONCE = 15;
    private static final int SPANS_PER_TRACE = 30;

    @Test
    void staysWithinItsMemoryCountsWhatItDropsAndGoesOn() {
        try (var collector = Operator.collector(AS_SHIPPED, Map.of())) {
            flood(collector, FLOOD);
            // On a slow machine less comes in that time.
            for (var more = 0; more < MOST_FLOODS && refused(collector) * dropped(collector) == 0; more++) {
                flood(collector, FLOOD);
            }
            Progress.say("%d MiB at the most; %.0f spans refused, %.0f dropped"
                    .formatted(collector.running().peakResidentBytes() >> 20, refused(collector), dropped(collector)));
            assertThat(collector.running().peakResidentBytes()).isLessThanOrEqualTo(MEMORY);
            assertThat(refused(collector)).isPositive();
            assertThat(dropped(collector)).isPositive();
            awaitWork(collector);
        }
    }

    @Test
    void wouldGrowBeyondItWithoutBounds() {
        try (var collector = Operator.collector(UNBOUNDED, Map.of())) {
            flood(collector, PATIENCE);
            assertThat(collector.running().peakResidentBytes()).isGreaterThan(MEMORY);
        }
    }

    /** Sends as much as it can for so long, or until the collector is larger than it may be. */
    private static void flood(Collector collector, Duration time) {
        var end = System.nanoTime() + time.toNanos();
        BooleanSupplier goesOn =
                () -> System.nanoTime() < end && collector.running().peakResidentBytes() <= MEMORY;
        try (var threads = Executors.newFixedThreadPool(SENDERS)) {
            IntStream.range(0, SENDERS).forEach(_ -> threads.execute(() -> send(collector, goesOn)));
        }
    }

    private static void send(Collector collector, BooleanSupplier goesOn) {
        try (var sender = new Sender(collector.otlp())) {
            while (goesOn.getAsBoolean()) {
                IntStream.range(0, TRACES_AT_ONCE).forEach(_ -> sender.largeTrace(SPANS_PER_TRACE));
                sender.flush();
            }
        }
    }

    /** The store is back: what is sent arrives, once what waited has gone. */
    private static void awaitWork(Collector collector) {
        try (var store = new Store(collector.store());
                var sender = new Sender(collector.otlp())) {
            var sent = new HashSet<String>();
            await().atMost(PATIENCE).until(() -> {
                sent.add(sender.trace(Duration.ofMillis(20), true));
                sender.flush();
                return sent.stream().anyMatch(store::hasTrace);
            });
        }
    }

    private static double refused(Collector collector) {
        return collector.counted("otelcol_receiver_refused_spans");
    }

    private static double dropped(Collector collector) {
        return collector.counted("otelcol_exporter_enqueue_failed_spans");
    }
}
