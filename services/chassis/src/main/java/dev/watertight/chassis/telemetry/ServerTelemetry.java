package dev.watertight.chassis.telemetry;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.api.semconv.http.HttpServerAttributesExtractor;
import io.opentelemetry.instrumentation.api.semconv.http.HttpServerRoute;
import io.opentelemetry.instrumentation.api.semconv.http.HttpServerRouteSource;
import io.opentelemetry.instrumentation.api.semconv.http.HttpSpanNameExtractor;
import io.opentelemetry.instrumentation.api.semconv.http.HttpSpanStatusExtractor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One server span and one measured duration per request, by OpenTelemetry's HTTP semantic conventions; every answer
 * names its trace in {@code X-Trace-Id}.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/">Semantic conventions for HTTP</a>
 */
public final class ServerTelemetry implements Filter {
    /** What every answer names its trace in. */
    public static final HeaderName TRACE_ID = HeaderNames.create("X-Trace-Id");

    /** @param status empty where there was no answer */
    private record Series(String method, String route, String status, String errorType) {
        /** By the conventions the status code itself is the error type when the server failed. */
        static Series answered(String method, String route, Status status) {
            return new Series(method, route, status.codeText(), status.code() >= 500 ? status.codeText() : "");
        }

        Series of(String otherMethod) {
            return new Series(otherMethod, route, status, errorType);
        }
    }

    private final Instrumenter<RoutingRequest, RoutingResponse> instrumenter;
    private final MeterRegistry meters;
    private final String socket;
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();
    private final AtomicInteger active;

    public ServerTelemetry(Telemetry telemetry, String socket) {
        var getter = new HttpServerAttributes();
        this.instrumenter = Instrumenter.<RoutingRequest, RoutingResponse>builder(
                        telemetry.openTelemetry(), "dev.watertight.http", HttpSpanNameExtractor.create(getter))
                .addAttributesExtractor(HttpServerAttributesExtractor.create(getter))
                .setSpanStatusExtractor(HttpSpanStatusExtractor.create(getter))
                .addContextCustomizer(HttpServerRoute.create(getter))
                .buildServerInstrumenter(new RequestHeaders());
        this.meters = telemetry.meters();
        this.socket = socket;
        this.active =
                meters.gauge("http.server.active.requests", List.of(Tag.of("socket", socket)), new AtomicInteger());
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        var context = instrumenter.start(Context.current(), request);
        var start = System.nanoTime();
        active.incrementAndGet();
        Throwable failure = null;
        try (var _ = context.makeCurrent()) {
            response.header(TRACE_ID, TraceIds.current());
            chain.proceed();
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            active.decrementAndGet();
            end(context, request, response, failure, start);
        }
    }

    private void end(
            Context context,
            RoutingRequest request,
            RoutingResponse response,
            @Nullable Throwable failure,
            long start) {
        var route = request.matchingPattern().orElse("");
        HttpServerRoute.update(context, HttpServerRouteSource.SERVER, route.isEmpty() ? null : route);
        // The timer takes its exemplar from the current span.
        try (var _ = context.makeCurrent()) {
            var nanos = System.nanoTime() - start;
            if (failure == null || response.isSent()) {
                record(request, response.status(), nanos);
            } else {
                var type = failure.getClass().getName();
                timer(new Series(request.prologue().method().text(), route, "", type))
                        .record(nanos, TimeUnit.NANOSECONDS);
            }
        }
        instrumenter.end(context, request, response, failure);
    }

    /**
     * Measures a request, with or without a span. Its route is empty for what was answered before there was one: what a
     * filter refused, or a path that nobody serves.
     */
    public void record(RoutingRequest request, Status status, long nanos) {
        var route = request.matchingPattern().orElse("");
        timer(Series.answered(request.prologue().method().text(), route, status))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Series series) {
        return timers.computeIfAbsent(
                bounded(series),
                key -> Timer.builder("http.server.request.duration")
                        .tag("http.request.method", key.method())
                        .tag("http.route", key.route())
                        .tag("http.response.status.code", key.status())
                        .tag("error.type", key.errorType())
                        .tag("socket", socket)
                        .register(meters));
    }

    /** A caller may invent methods; a label may not. */
    private static Series bounded(Series series) {
        return switch (series.method()) {
            case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS" -> series;
            default -> series.of("_OTHER");
        };
    }

    private static final class RequestHeaders implements TextMapGetter<RoutingRequest> {
        @Override
        public Iterable<String> keys(RoutingRequest request) {
            return request.headers().stream().map(Header::name).toList();
        }

        @Override
        public @Nullable String get(@Nullable RoutingRequest request, String key) {
            return request == null
                    ? null
                    : request.headers().first(HeaderNames.create(key)).orElse(null);
        }
    }
}
