package dev.watertight.chassis.client;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/**
 * Bounds the calls in flight to one service, so that one that hangs cannot hold all our requests and their memory. Nobody
 * waits for a place: what holds it may do so for as long as the deadline of whoever waits.
 *
 * @see <a href="https://resilience4j.readme.io/docs/bulkhead">Resilience4j's bulkhead</a>
 */
final class Bulkhead {
    private final String service;
    private final io.github.resilience4j.bulkhead.Bulkhead places;
    private final Counter refused;

    Bulkhead(String service, int maxInFlight, MeterRegistry meters) {
        var config = BulkheadConfig.custom()
                .maxConcurrentCalls(maxInFlight)
                .maxWaitDuration(Duration.ZERO)
                .build();
        this.service = service;
        this.places = io.github.resilience4j.bulkhead.Bulkhead.of(service, config);
        this.refused = meters.counter("client.bulkhead.refused", "server.service", service);
    }

    /**
     * Takes a place for one call, which must {@link #leave} it, whatever becomes of it.
     *
     * @throws RemoteException when all places are taken
     */
    void enter() {
        if (!places.tryAcquirePermission()) {
            refused.increment();
            throw new RemoteException("Not asking " + service + ": too many calls to it are in flight", null);
        }
    }

    void leave() {
        places.onComplete();
    }
}
