package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.drills.bench.OpenLoad;
import dev.watertight.drills.bench.Outcomes;
import dev.watertight.drills.bench.Running;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten times what Product can do, for a while: nothing grows or restarts meanwhile. Product has a CPU quota, so that one
 * machine can ask it for too much.
 */
final class OverloadDrill {
    private static final String QUOTA = "5";
    private static final double TOO_MUCH = 10;
    private static final int REFUSED = 503;

    /** What a socket answers at once, if nobody says otherwise. */
    private static final double MOST_AT_ONCE = 32;

    /** Of memory, from before to any time of the overload, and from its first third to its last. */
    private static final double MOST_GROWTH = 1.25;

    private static final double MOST_DRIFT = 1.10;
    private static final Duration OVERLOAD = Duration.ofSeconds(60);

    private final Metrics metrics = new Metrics();
    private final Running first = new Running(Part.named("product-1").pid());
    private final Running second = new Running(Part.named("product-2").pid());
    private final Running edge = new Running(Part.named("edge").pid());

    @TempDir
    private Path folder;

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

    @BeforeEach
    void slow() {
        Crowd.warm(Addresses.edge());
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
        numbers.put("answeredInTime", overload.outcomes().good(Crowd.IN_TIME));
        numbers.put("refused", refused);
        numbers.put("memoryGrowth", overload.growth());
        numbers.put("memoryDrift", overload.drift());
        numbers.put("memoryGrowthWithoutLimits", growthWithoutLimits);
        numbers.put("mostAtOnceWhenScraped", mostAtOnce);
        numbers.put("longestQueueOfTheEdge", longestQueue);
        Progress.say("numbers: " + new RunFiles("overload").write(numbers));
        assertThat(List.of(first, second, edge)).allMatch(Running::isAlive);
        assertThat(overload.growth()).isLessThanOrEqualTo(MOST_GROWTH);
        assertThat(overload.drift()).isLessThanOrEqualTo(MOST_DRIFT);
        assertThat(growthWithoutLimits).as("the broken twin must grow").isGreaterThan(MOST_GROWTH);
        assertThat(refused).as("what is too much must be refused").isPositive();
        assertThat(mostAtOnce).isPositive().isLessThanOrEqualTo(MOST_AT_ONCE);
        // Who waits longer than 300 ms is told 503.
        assertThat(longestQueue).isPositive().isLessThanOrEqualTo(overload.rate() * 0.3 * 1.5);
    }

    private Overload overload(URI address, List<Running> processes) {
        var rate = TOO_MUCH * Crowd.peak(address);
        var memory = new ArrayList<>(List.of(residentBytes(processes)));
        var load = CompletableFuture.supplyAsync(() -> OpenLoad.run(rate, OVERLOAD, Crowd.listings(address)));
        while (!load.isDone()) {
            memory.add(residentBytes(processes));
            Waiting.until(System.nanoTime() + Duration.ofSeconds(1).toNanos());
        }
        var overload = new Overload(rate, load.join(), memory);
        Progress.say(
                "at %s: %.0f requests a second, memory grows %.2f times".formatted(address, rate, overload.growth()));
        return overload;
    }

    private static long residentBytes(List<Running> processes) {
        return processes.stream().mapToLong(Running::residentBytes).sum();
    }
}
