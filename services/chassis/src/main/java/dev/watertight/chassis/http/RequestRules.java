package dev.watertight.chassis.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** What every request meets before its handler: leaving connections while draining, the limit, the deadline. */
final class RequestRules implements Filter {
    private static final HeaderName DEADLINE = HeaderNames.create(Deadline.HEADER);

    private final Duration longest;
    private final Semaphore permits;
    private final AtomicBoolean draining;
    private final Counter shed;

    RequestRules(Duration longest, int maxConcurrent, AtomicBoolean draining, MeterRegistry meters, String socket) {
        this.longest = longest;
        this.permits = new Semaphore(maxConcurrent);
        this.draining = draining;
        this.shed = meters.counter("http.server.shed", "socket", socket);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (draining.get()) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        if (!permits.tryAcquire()) {
            shed.increment();
            Problems.send(response, Problem.unavailable("overloaded", "Too much at once; try again."));
            return;
        }
        try {
            within(deadline(request), chain, response);
        } finally {
            permits.release();
        }
    }

    private static void within(Deadline deadline, FilterChain chain, RoutingResponse response) {
        if (deadline.isExpired()) {
            Problems.send(response, Problem.unavailable("deadline-expired", "The deadline passed before work began."));
            return;
        }
        deadline.run(chain::proceed);
    }

    private Deadline deadline(RoutingRequest request) {
        return Deadline.in(request.headers().first(DEADLINE).map(this::asked).orElse(longest));
    }

    private Duration asked(String milliseconds) {
        try {
            return Duration.ofMillis(Math.clamp(Long.parseLong(milliseconds), 0, longest.toMillis()));
        } catch (NumberFormatException e) {
            throw Problem.of(400, "bad-deadline", Deadline.HEADER + " is a number of milliseconds.")
                    .asException();
        }
    }
}
