package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.drills.collector.Collector;
import dev.watertight.drills.collector.Sender;
import dev.watertight.drills.collector.Store;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which traces the collector keeps in production: the real one with the shop's configuration, apart from the stack. */
final class CollectorSamplingTest {
    private static final Map<String, String> PRODUCTION = Map.of("SAMPLING_PERCENTAGE", "10", "DECISION_WAIT", "1s");
    private static final String AS_SHIPPED = "{}";
    private static final String OTHER_HASH = """
            processors:
              tail_sampling:
                policies:
                  - {name: errors, type: status_code, status_code: {status_codes: [ERROR]}}
                  - {name: the-rest, type: probabilistic, probabilistic: {sampling_percentage: 10, hash_salt: other}}
            """;
    private static final String FORGETFUL =
            "processors: {tail_sampling: {decision_cache: {sampled_cache_size: 0, non_sampled_cache_size: 0}}}";

    private static final Duration ARRIVAL = Duration.ofSeconds(20);
    private static final Duration QUICK = Duration.ofMillis(20);
    private static final Duration SLOW = Duration.ofMillis(1_100);
    private static final int SPECIAL = 50;
    private static final int PLAIN = 2_000;

    /** About 200 of them, give or take five standard deviations. */
    private static final int FEWEST = 133;

    private static final int MOST = 267;

    /** More than {@code num_traces}: the collector itself has forgotten what came before them. */
    private static final int MANY = 21_000;

    /** A collector and what it keeps. */
    private record Site(Collector collector, Store store) implements AutoCloseable {
        static Site with(String changes) {
            var collector = Operator.collector(changes, PRODUCTION);
            return new Site(collector, new Store(collector.store()));
        }

        URI otlp() {
            return collector.otlp();
        }

        Set<String> keptOf(Set<String> sent) {
            return sent.stream().filter(store::hasTrace).collect(Collectors.toSet());
        }

        @Override
        public void close() {
            collector.close();
            store.close();
        }
    }

    @Test
    void keepsWhatFailedOrWasSlowAndTheSameTenthOfTheRestEverywhere() {
        try (var one = Site.with(AS_SHIPPED);
                var another = Site.with(AS_SHIPPED);
                var twin = Site.with(OTHER_HASH);
                var sender = new Sender(one.otlp(), another.otlp(), twin.otlp())) {
            var failed = made(SPECIAL, () -> sender.trace(QUICK, true));
            var slow = made(SPECIAL, () -> sender.trace(SLOW, false));
            var plain = made(PLAIN, () -> sender.trace(QUICK, false));
            awaitDecisions(sender, one, another, twin);
            // What is decided on together arrives in any order.
            awaitDecisions(sender, one, another, twin);

            assertThat(one.keptOf(failed)).isEqualTo(failed);
            assertThat(one.keptOf(slow)).isEqualTo(slow);
            assertThat(one.keptOf(plain)).hasSizeBetween(FEWEST, MOST).isEqualTo(another.keptOf(plain));
            assertThat(twin.keptOf(slow))
                    .as("a twin that does not know slow ones")
                    .isNotEqualTo(slow);
            assertThat(twin.keptOf(plain))
                    .as("a twin that takes another tenth")
                    .hasSizeBetween(FEWEST, MOST)
                    .isNotEqualTo(one.keptOf(plain));
        }
    }

    @Test
    void treatsALateSpanLikeItsTrace() {
        try (var site = Site.with(AS_SHIPPED);
                var twin = Site.with(FORGETFUL);
                var sender = new Sender(site.otlp(), twin.otlp())) {
            var kept = sender.trace(QUICK, true);
            var plain = made(SPECIAL, () -> sender.trace(QUICK, false));
            awaitDecisions(sender, site, twin);
            made(MANY, () -> sender.trace(QUICK, false));
            sender.flush();
            var dropped = plain.stream()
                    .filter(trace -> !site.store().hasTrace(trace))
                    .findFirst()
                    .orElseThrow();
            var ofKept = sender.addTo(kept, false);
            var ofDropped = sender.addTo(dropped, true);
            awaitDecisions(sender, site, twin);

            assertThat(site.store().hasSpan(ofKept)).isTrue();
            assertThat(site.store().hasSpan(ofDropped)).isFalse();
            assertThat(twin.store().hasSpan(ofDropped))
                    .as("a twin that forgets")
                    .isTrue();
        }
    }

    private static Set<String> made(int count, Supplier<String> trace) {
        return Stream.generate(trace).limit(count).collect(Collectors.toSet());
    }

    /** Waits until what was sent is decided on: what was sent after it, and is surely kept, has arrived. */
    private static void awaitDecisions(Sender sender, Site... sites) {
        sender.flush();
        var last = sender.trace(QUICK, true);
        sender.flush();
        for (var site : sites) {
            await().atMost(ARRIVAL).until(() -> site.store().hasTrace(last));
        }
    }
}
