package dev.watertight.chassis.client;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Refuses calls to a service that fails as a whole, so that nobody waits for it and it can recover. One replica that fails
 * is not its business but that of the {@link Balancer}: it is told only what became of whole calls.
 *
 * @see <a href="https://resilience4j.readme.io/docs/circuitbreaker">Resilience4j's circuit breaker</a>
 */
final class Breaker {
    /** What became of a call that was let through. */
    enum Outcome {
        SUCCEEDED,
        FAILED,
        /** It says nothing about the service, such as a call without the time it takes. */
        UNCLEAR
    }

    private static final int WINDOW_SECONDS = 10;

    /** Fewer calls are chance: the first ones after a start must not open it. */
    private static final int MIN_CALLS = 20;

    private static final float MAX_FAILED_PERCENT = 50;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int TRIALS = 3;

    private final String service;
    private final CircuitBreaker breaker;
    private final Counter refused;

    Breaker(String service, MeterRegistry meters, LongSupplier nanoTime) {
        this.service = service;
        this.breaker = CircuitBreaker.of(service, config(nanoTime));
        this.refused = meters.counter("client.breaker.refused", "server.service", service);
        Gauge.builder("client.breaker.state", breaker, Breaker::state)
                .tag("server.service", service)
                .register(meters);
    }

    /** Its time is the monotonic one: setting the system's clock must neither hold it open nor close it. */
    private static CircuitBreakerConfig config(LongSupplier nanoTime) {
        InstantSource monotonic = () -> Instant.ofEpochSecond(0, nanoTime.getAsLong());
        return CircuitBreakerConfig.custom()
                .clock(monotonic.withZone(ZoneOffset.UTC))
                .slidingWindowType(SlidingWindowType.TIME_BASED)
                .slidingWindowSize(WINDOW_SECONDS)
                .minimumNumberOfCalls(MIN_CALLS)
                .failureRateThreshold(MAX_FAILED_PERCENT)
                .waitDurationInOpenState(PAUSE)
                .permittedNumberOfCallsInHalfOpenState(TRIALS)
                .build();
    }

    /**
     * Lets a call through, which must then be {@link #learn learned} from, whatever becomes of it.
     *
     * @return the state that let it through
     * @throws RemoteException when the service is to be left alone
     */
    CircuitBreaker.State enter() {
        if (!breaker.tryAcquirePermission()) {
            refused.increment();
            throw new RemoteException("Not asking " + service + ": its breaker is open", null);
        }
        return breaker.getState();
    }

    /** What a call tells that another state let through is too old: it is no trial, and has no place among them to give up. */
    void learn(CircuitBreaker.State entered, Outcome outcome) {
        if (breaker.getState() != entered) {
            return;
        }
        switch (outcome) {
            case SUCCEEDED -> breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            case FAILED -> breaker.onError(0, TimeUnit.NANOSECONDS, new RemoteException(service + " failed", null));
            case UNCLEAR -> breaker.releasePermission();
        }
    }

    private static double state(CircuitBreaker breaker) {
        return switch (breaker.getState()) {
            case CLOSED, DISABLED, METRICS_ONLY -> 0;
            case HALF_OPEN -> 1;
            case OPEN, FORCED_OPEN -> 2;
        };
    }
}
