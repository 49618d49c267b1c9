package dev.watertight.chassis.http;

import dev.watertight.chassis.telemetry.ServerTelemetry;
import dev.watertight.chassis.telemetry.TraceIds;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The first thing every request meets: callers are sent elsewhere while we drain, and what is too much at once is refused
 * before anything is done for it. Not even a span is begun: an overloaded service has time for nothing but answers.
 */
final class Admission implements Filter {
    private static final HeaderName TRACE_PARENT = HeaderNames.create("traceparent");

    private static final Refusal OVERLOADED = new Refusal(Problems.OVERLOADED);

    private final Semaphore permits;
    private final AtomicBoolean draining;
    private final ServerTelemetry telemetry;
    private final Counter shed;

    /** @param maxConcurrent requests answered at once */
    Admission(
            int maxConcurrent, AtomicBoolean draining, ServerTelemetry telemetry, MeterRegistry meters, String socket) {
        this.permits = new Semaphore(maxConcurrent);
        this.draining = draining;
        this.telemetry = telemetry;
        this.shed = meters.counter("http.server.shed", "socket", socket);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (draining.get()) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        if (!permits.tryAcquire()) {
            shed(request, response);
            return;
        }
        try {
            chain.proceed();
        } finally {
            permits.release();
        }
    }

    private void shed(RoutingRequest request, RoutingResponse response) {
        shed.increment();
        telemetry.record(request, Status.SERVICE_UNAVAILABLE_503, 0);
        var trace = TraceIds.ofCaller(request.headers().first(TRACE_PARENT).orElse(""));
        response.header(ServerTelemetry.TRACE_ID, trace);
        OVERLOADED.send(response, trace);
    }
}
