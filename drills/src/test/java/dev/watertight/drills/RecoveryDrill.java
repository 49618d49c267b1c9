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
     * Of what can be answered once it is over. The machine may have become slower meanwhile, by a half as was seen: then
     * the usual load is too much for it, whatever became of the trigger, and a trial says nothing.
     */
    private static final double MOST_USUAL = 0.8;

    private static final int MOST_TRIALS = 3;

    private static final int NO_ANSWER = 0;
    private static final double LEAST_GOOD = 0.95;
    private static final double MOST_RETRIES = 0.10;
    private static final Duration TRIGGER = Duration.ofSeconds(15);
    private static final Duration IN_TIME = Duration.ofMillis(2_500);

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
     * One trigger, and what became of customers.
     *
     * @param peak answered in time each second, before
     * @param good share of the customers who got what they came for, in time
     * @param edgeRetries for each request that came to the edge, from before the trigger
     * @param edgeRetriesAfterwards the same from its end
     * @param peakAfterwards answered in time each second, once the customers are gone
     */
    private record Trial(
            Trigger trigger,
            double peak,
            double good,
            double edgeRetries,
            double edgeRetriesAfterwards,
            double peakAfterwards) {
        /** Whether it says nothing, as the machine became too slow. */
        boolean isVoid() {
            return good < LEAST_GOOD && USUAL * peak > MOST_USUAL * peakAfterwards;
        }
    }

    private record Attempts(long requests, double edgeRetries) {
        double retriesSince(Attempts earlier) {
            return (edgeRetries - earlier.edgeRetries) / (requests - earlier.requests);
        }
    }

    @BeforeEach
    void slow() {
        Crowd.peak(Addresses.edge(), IN_TIME);
        Operator.watertight("fault", "slow", "product", "--cpu", QUOTA);
    }

    @AfterEach
    void clear() {
        Operator.watertight("fault", "clear");
    }

    @Test
    void servesEverybodyAgain() throws IOException {
        var trials = Stream.of(Trigger.values()).map(this::trials).toList();
        var goodWithoutLimits = new UnlimitedProduct(first, second, folder)
                .measure((address, _) ->
                        good(usualLoad(Trigger.OVERLOAD, address, Crowd.peak(address, IN_TIME), new AtomicLong())
                                .join()));
        var numbers = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight drill recovery"));
        numbers.put("trials", trials.stream().flatMap(List::stream).toList());
        numbers.put("goodWithoutLimits", goodWithoutLimits);
        Progress.say("numbers: " + new RunFiles("recovery").write(numbers));
        assertThat(trials).map(List::getLast).allSatisfy(RecoveryDrill::requireGood);
        assertThat(goodWithoutLimits).as("the broken twin must not come back").isLessThan(LEAST_GOOD);
    }

    private static void requireGood(Trial trial) {
        assertThat(trial.isVoid())
                .as("the machine became too slow for the usual load")
                .isFalse();
        assertThat(trial.good()).isGreaterThanOrEqualTo(LEAST_GOOD);
        assertThat(trial.edgeRetries()).isLessThanOrEqualTo(MOST_RETRIES);
        assertThat(trial.edgeRetriesAfterwards()).isLessThanOrEqualTo(MOST_RETRIES);
    }

    /** Until one says something. */
    private List<Trial> trials(Trigger trigger) {
        var trials = new ArrayList<Trial>();
        do {
            trials.add(trial(trigger));
            Progress.say(trials.getLast().toString());
        } while (trials.getLast().isVoid() && trials.size() < MOST_TRIALS);
        return trials;
    }

    private Trial trial(Trigger trigger) {
        var requests = new AtomicLong();
        var peak = Crowd.peak(Addresses.edge(), IN_TIME);
        var before = attempts(requests);
        var usual = usualLoad(trigger, Addresses.edge(), peak, requests);
        var over = attempts(requests);
        var good = good(usual.join());
        var end = attempts(requests);
        return new Trial(
                trigger,
                peak,
                good,
                end.retriesSince(before),
                end.retriesSince(over),
                Crowd.peak(Addresses.edge(), IN_TIME));
    }

    /** Customers who come as often as ever, and try again when refused, until they are judged; the trigger is over already. */
    private CompletableFuture<Outcomes> usualLoad(Trigger trigger, URI address, double peak, AtomicLong requests) {
        Progress.say("%s at %s: %.0f requests a second".formatted(trigger, address, USUAL * peak));
        var customer = patiently(Crowd.listings(address, IN_TIME), requests);
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
