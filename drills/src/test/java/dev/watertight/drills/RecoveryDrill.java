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
 * More than Product can do, or its database paused, for a while: afterwards it serves whoever comes, though customers try
 * again and again. Product has a CPU quota, so that one machine can ask it for too much.
 */
final class RecoveryDrill {
    private static final String QUOTA = "5";

    /** Of the peak, by customers each of whom tries as often as {@link #PATIENT_TRIES}. */
    private static final double TOO_MUCH = 5;

    private static final double USUAL = 0.7;

    /** Tries of a customer who gets no good answer. */
    private static final int PATIENT_TRIES = 3;

    /**
     * Of what the quota is enough for, if answers need as much of the processor as they do afterwards. The machine needs more
     * in some seconds than in others; where it came to need so much, the usual load was too much for it whatever became of
     * the trigger, and a trial says nothing.
     */
    private static final double MOST_USUAL = 0.9;

    private static final int MOST_TRIALS = 3;

    private static final int NO_ANSWER = 0;
    private static final double LEAST_GOOD = 0.95;
    private static final double MOST_RETRIES = 0.10;
    private static final Duration TRIGGER = Duration.ofSeconds(15);

    /** So long it may take to serve everybody again; then so long is judged. */
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    private static final Duration JUDGED = Duration.ofSeconds(10);

    private final Metrics metrics = new Metrics();
    private final Running first = new Running(Part.named("product-1").pid());
    private final Running second = new Running(Part.named("product-2").pid());

    @TempDir
    private Path folder;

    private enum Trigger {
        OVERLOAD,
        PAUSED_DATABASE
    }

    /**
     * @param rate answered in time each second
     * @param cpuMillis of the processor for each
     */
    private record Peak(double rate, double cpuMillis) {}

    /**
     * What became of customers.
     *
     * @param before the trigger
     * @param goodMeanwhile share of the customers who got what they came for, in time, while it lasted
     * @param good the same of those who came later
     * @param afterwards once the customers are gone
     */
    private record Recovery(Trigger trigger, Peak before, double goodMeanwhile, double good, Peak afterwards) {
        /** Whether it says nothing, as the machine became too slow. */
        boolean isVoid() {
            return good < LEAST_GOOD && USUAL * afterwards.cpuMillis() > MOST_USUAL * before.cpuMillis();
        }
    }

    /**
     * @param edgeRetries for each request that came to the edge, from before the trigger
     * @param edgeRetriesAfterwards the same from its end
     */
    private record Trial(Recovery recovery, double edgeRetries, double edgeRetriesAfterwards) {}

    private record Attempts(long requests, double edgeRetries) {
        double retriesSince(Attempts earlier) {
            return (edgeRetries - earlier.edgeRetries) / (requests - earlier.requests);
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
    void servesEverybodyAgain() throws IOException {
        var trials = Stream.of(Trigger.values()).map(this::trials).toList();
        var withoutLimits = new UnlimitedProduct(first, second, folder).measure(RecoveryDrill::afterAnOverload);
        var numbers = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight drill recovery"));
        numbers.put("trials", trials.stream().flatMap(List::stream).toList());
        numbers.put("withoutLimits", withoutLimits);
        Progress.say("numbers: " + new RunFiles("recovery").write(numbers));
        assertThat(trials.stream().flatMap(List::stream)).allSatisfy(RecoveryDrill::requireFewRetries);
        assertThat(trials).map(List::getLast).map(Trial::recovery).allSatisfy(RecoveryDrill::requireGood);
        assertThat(withoutLimits.good())
                .as("the broken twin must not come back")
                .isLessThan(LEAST_GOOD);
    }

    private static void requireFewRetries(Trial trial) {
        assertThat(trial.edgeRetries()).isLessThanOrEqualTo(MOST_RETRIES);
        assertThat(trial.edgeRetriesAfterwards()).isLessThanOrEqualTo(MOST_RETRIES);
    }

    private static void requireGood(Recovery recovery) {
        assertThat(recovery.goodMeanwhile()).as("the trigger must hurt").isLessThan(LEAST_GOOD);
        assertThat(recovery.isVoid())
                .as("the machine became too slow for the usual load")
                .isFalse();
        assertThat(recovery.good()).isGreaterThanOrEqualTo(LEAST_GOOD);
    }

    /** Until one says something. */
    private List<Trial> trials(Trigger trigger) {
        var trials = new ArrayList<Trial>();
        do {
            trials.add(trial(trigger));
            Progress.say(trials.getLast().toString());
        } while (trials.getLast().recovery().isVoid() && trials.size() < MOST_TRIALS);
        return trials;
    }

    private Trial trial(Trigger trigger) {
        var replicas = List.of(first, second);
        var requests = new AtomicLong();
        var peak = peak(Addresses.edge(), replicas);
        var before = attempts(requests);
        var usual = usualLoad(trigger, Addresses.edge(), peak.rate(), requests);
        var over = attempts(requests);
        var customers = usual.join();
        var end = attempts(requests);
        var recovery = recovery(trigger, peak, customers, peak(Addresses.edge(), replicas));
        return new Trial(recovery, end.retriesSince(before), end.retriesSince(over));
    }

    private static Recovery afterAnOverload(URI address, List<Running> replicas) {
        var peak = peak(address, replicas);
        var customers = usualLoad(Trigger.OVERLOAD, address, peak.rate(), new AtomicLong())
                .join();
        return recovery(Trigger.OVERLOAD, peak, customers, peak(address, replicas));
    }

    private static Recovery recovery(Trigger trigger, Peak before, Outcomes customers, Peak afterwards) {
        var judged = TRIGGER.plus(RECOVERY);
        return new Recovery(
                trigger,
                before,
                good(customers.due(Duration.ZERO, TRIGGER)),
                good(customers.due(judged, judged.plus(JUDGED))),
                afterwards);
    }

    private static double good(Outcomes customers) {
        return (double) customers.good(Crowd.IN_TIME) / customers.all().size();
    }

    private static Peak peak(URI address, List<Running> replicas) {
        var cpu = cpu(replicas);
        var rate = Crowd.peak(address);
        return new Peak(rate, cpu(replicas).minus(cpu).toMillis() / (rate * Crowd.PEAK.toSeconds()));
    }

    private static Duration cpu(List<Running> replicas) {
        return replicas.stream().map(Running::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    /** Customers who come as often as ever, and try again when refused, until they are judged; the trigger is over already. */
    private static CompletableFuture<Outcomes> usualLoad(
            Trigger trigger, URI address, double peak, AtomicLong requests) {
        Progress.say("%s at %s: %.0f requests a second".formatted(trigger, address, USUAL * peak));
        var customer = patiently(Crowd.listings(address), requests);
        var usual = CompletableFuture.supplyAsync(
                () -> OpenLoad.run(USUAL * peak, TRIGGER.plus(RECOVERY).plus(JUDGED), customer));
        pull(trigger, TOO_MUCH * peak, customer);
        return usual;
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

    private Attempts attempts(AtomicLong requests) {
        var onTheSame = metrics.sumNow("haproxy_backend_retry_warnings_total{proxy=~\"product.*\"}");
        var onAnother = metrics.sumNow("haproxy_backend_redispatch_warnings_total{proxy=~\"product.*\"}");
        return new Attempts(requests.get(), onTheSame + onAnother);
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
