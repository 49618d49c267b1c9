package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.drills.bench.OpenLoad;
import dev.watertight.drills.bench.Outcomes;
import dev.watertight.drills.bench.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten times what Product can do, or its database stopped, for a while: nothing grows or restarts meanwhile, and afterwards
 * it serves whoever comes, though customers try again and again. Product has a CPU quota, so that one machine can ask it
 * for too much.
 */
final class OverloadDrill {
    private static final String QUOTA = "5";
    private static final int CALLERS = 16;
    private static final double TOO_MUCH = 10;
    private static final double USUAL = 0.7;

    /** Tries of a customer who gets no good answer. */
    private static final int PATIENT_TRIES = 3;

    private static final int REFUSED = 503;
    private static final int NO_ANSWER = 0;

    /** What a socket answers at once, if nobody says otherwise. */
    private static final double MOST_AT_ONCE = 32;

    /** Of memory, from before to any time of the overload, and from its first third to its last. */
    private static final double MOST_GROWTH = 1.25;

    private static final double MOST_DRIFT = 1.10;
    private static final double LEAST_GOOD = 0.95;
    private static final double MOST_RETRIES = 0.10;
    private static final Duration PEAK = Duration.ofSeconds(10);
    private static final Duration OVERLOAD = Duration.ofSeconds(60);
    private static final Duration TRIGGER = Duration.ofSeconds(15);
    private static final Duration IN_TIME = Duration.ofMillis(2_500);

    /** So long it may take to serve everybody again; then so long is judged. */
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    private static final Duration JUDGED = Duration.ofSeconds(10);

    private final Metrics metrics = new Metrics();
    private final Running first = new Running(Part.named("product-1").pid());
    private final Running second = new Running(Part.named("product-2").pid());
    private final Running edge = new Running(Part.named("edge").pid());

    @TempDir
    private Path folder;

    private enum Trigger {
        OVERLOAD,
        PAUSED_DATABASE
    }

    /** @param memory of the processes together: before, and then each second, in bytes */
    private record Overload(double rate, Outcomes outcomes, List<Long> memory) {
        double growth() {
            return (double) Collections.max(memory) / memory.getFirst();
        }

        double drift() {
            var third = memory.size() / 3;
            return (double) Collections.max(memory.subList(2 * third, memory.size()))
                    / Collections.max(memory.subList(0, third));
        }
    }

    /**
     * @param good share of the customers who got what they came for, in time
     * @param edgeRetries for each request that came to the edge, from before the trigger
     * @param edgeRetriesAfterwards the same from its end
     */
    private record Recovery(Trigger trigger, double good, double edgeRetries, double edgeRetriesAfterwards) {}

    private record Attempts(long requests, double edgeRetries) {
        double retriesSince(Attempts earlier) {
            return (edgeRetries - earlier.edgeRetries) / (requests - earlier.requests);
        }
    }

    @BeforeEach
    void slow() {
        OpenLoad.saturate(CALLERS, PEAK, listing(Addresses.edge()));
        Operator.watertight("fault", "slow", "product", "--cpu", QUOTA);
    }

    @AfterEach
    void clear() {
        Operator.watertight("fault", "clear");
    }

    @Test
    void growsNowhere() throws IOException {
        var overload = overload(Addresses.edge(), List.of(first, second, edge));
        var refused = overload.outcomes().of(REFUSED);
        var mostAtOnce = metrics.greatest("max_over_time(http_server_active_requests{service=\"product\"}[70s])");
        var longestQueue = metrics.greatest("max_over_time(haproxy_backend_current_queue[70s])");
        var growthWithoutLimits = new UnlimitedProduct(first, second, folder)
                .measure((address, replicas) -> overload(address, replicas).growth());
        var numbers = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight drill overload"));
        numbers.put("requestsASecond", overload.rate());
        numbers.put("requests", overload.outcomes().all().size());
        numbers.put("answeredInTime", overload.outcomes().good(IN_TIME));
        numbers.put("refused", refused);
        numbers.put("memoryGrowth", overload.growth());
        numbers.put("memoryDrift", overload.drift());
        numbers.put("memoryGrowthWithoutLimits", growthWithoutLimits);
        numbers.put("mostAtOnceWhenScraped", mostAtOnce);
        numbers.put("longestQueueOfTheEdge", longestQueue);
        Progress.say("numbers: " + new RunFiles("overload-bounds").write(numbers));
        assertThat(List.of(first, second, edge)).allMatch(Running::isAlive);
        assertThat(overload.growth()).isLessThanOrEqualTo(MOST_GROWTH);
        assertThat(overload.drift()).isLessThanOrEqualTo(MOST_DRIFT);
        assertThat(growthWithoutLimits).as("the broken twin must grow").isGreaterThan(MOST_GROWTH);
        assertThat(refused).as("what is too much must be refused").isPositive();
        assertThat(mostAtOnce).isPositive().isLessThanOrEqualTo(MOST_AT_ONCE);
        // Who waits longer than 300 ms is told 503.
        assertThat(longestQueue).isPositive().isLessThanOrEqualTo(overload.rate() * 0.3 * 1.5);
    }

    @Test
    void servesEverybodyAgain() throws IOException {
        var recoveries = Stream.of(Trigger.values()).map(this::recovery).toList();
        var goodWithoutLimits = new UnlimitedProduct(first, second, folder)
                .measure((address, _) -> good(
                        usualLoad(Trigger.OVERLOAD, address, new AtomicLong()).join()));
        var numbers = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight drill overload"));
        numbers.put("recoveries", recoveries);
        numbers.put("goodWithoutLimits", goodWithoutLimits);
        Progress.say("numbers: " + new RunFiles("overload-recovery").write(numbers));
        assertThat(recoveries).allSatisfy(recovery -> {
            assertThat(recovery.good()).isGreaterThanOrEqualTo(LEAST_GOOD);
            assertThat(recovery.edgeRetries()).isLessThanOrEqualTo(MOST_RETRIES);
            assertThat(recovery.edgeRetriesAfterwards()).isLessThanOrEqualTo(MOST_RETRIES);
        });
        assertThat(goodWithoutLimits).as("the broken twin must not come back").isLessThan(LEAST_GOOD);
    }

    private Overload overload(URI address, List<Running> processes) {
        var rate = TOO_MUCH * peak(address);
        var memory = new ArrayList<>(List.of(residentBytes(processes)));
        var load = CompletableFuture.supplyAsync(() -> OpenLoad.run(rate, OVERLOAD, listing(address)));
        while (!load.isDone()) {
            memory.add(residentBytes(processes));
            Waiting.until(System.nanoTime() + Duration.ofSeconds(1).toNanos());
        }
        var overload = new Overload(rate, load.join(), memory);
        Progress.say(
                "at %s: %.0f requests a second, memory grows %.2f times".formatted(address, rate, overload.growth()));
        return overload;
    }

    /** What becomes of customers once the trigger is over. */
    private Recovery recovery(Trigger trigger) {
        var requests = new AtomicLong();
        var before = attempts(requests);
        var usual = usualLoad(trigger, Addresses.edge(), requests);
        var over = attempts(requests);
        var good = good(usual.join());
        var end = attempts(requests);
        var recovery = new Recovery(trigger, good, end.retriesSince(before), end.retriesSince(over));
        Progress.say(recovery.toString());
        return recovery;
    }

    /** Customers who come as often as ever, and try again when refused, until they are judged; the trigger is over already. */
    private CompletableFuture<Outcomes> usualLoad(Trigger trigger, URI address, AtomicLong requests) {
        var peak = peak(address);
        Progress.say("%s at %s: %.0f requests a second".formatted(trigger, address, USUAL * peak));
        var customer = patiently(listing(address), requests);
        var usual = CompletableFuture.supplyAsync(
                () -> OpenLoad.run(USUAL * peak, TRIGGER.plus(RECOVERY).plus(JUDGED), customer));
        pull(trigger, TOO_MUCH * peak, customer);
        return usual;
    }

    private static double good(Outcomes usual) {
        var judged = usual.due(TRIGGER.plus(RECOVERY), TRIGGER.plus(RECOVERY).plus(JUDGED));
        var good = (double) judged.good(IN_TIME) / judged.all().size();
        Progress.say("%.1f %% are served again".formatted(100 * good));
        return good;
    }

    private static void pull(Trigger trigger, double tooMuch, IntSupplier customer) {
        if (trigger == Trigger.OVERLOAD) {
            OpenLoad.run(tooMuch, TRIGGER, customer);
            return;
        }
        Operator.watertight("fault", "pause", "product-db");
        Waiting.until(System.nanoTime() + TRIGGER.toNanos());
        Operator.watertight("fault", "clear", "product-db");
    }

    private static double peak(URI address) {
        return OpenLoad.saturate(CALLERS, PEAK, listing(address)).good(IN_TIME) / (double) PEAK.toSeconds();
    }

    private Attempts attempts(AtomicLong requests) {
        var onTheSame = metrics.sumNow("haproxy_backend_retry_warnings_total{proxy=~\"product.*\"}");
        var onAnother = metrics.sumNow("haproxy_backend_redispatch_warnings_total{proxy=~\"product.*\"}");
        return new Attempts(requests.get(), onTheSame + onAnother);
    }

    private static long residentBytes(List<Running> processes) {
        return processes.stream().mapToLong(Running::residentBytes).sum();
    }

    private static IntSupplier listing(URI address) {
        return Crowd.listings(address, IN_TIME);
    }

    private static IntSupplier patiently(IntSupplier request, AtomicLong requests) {
        return () -> {
            var status = NO_ANSWER;
            for (var number = 0; status != 200 && number < PATIENT_TRIES; number++) {
                requests.incrementAndGet();
                status = statusOf(request);
            }
            return status;
        };
    }

    private static int statusOf(IntSupplier request) {
        try {
            return request.getAsInt();
        } catch (UncheckedIOException e) {
            return NO_ANSWER;
        }
    }
}
