package dev.watertight.chassis.telemetry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.InternalTelemetryVersion;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.otel.OpenTelemetrySpanContext;
import java.io.File;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where a service's traces and metrics go: spans to the collector, metrics to whoever scrapes the admin socket. */
public final class Telemetry implements AutoCloseable {
    /** The bounds of every duration, in seconds: those our objectives speak of, and no more. */
    private static final double[] SECONDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5};

    static {
        // opentelemetry-jdbc still writes the old names unless told so before its classes are loaded.
        System.setProperty("otel.semconv-stability.opt-in", "database");
    }

    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    private static final String TRACEPARENT = "traceparent";
    private static final Duration FLUSH = Duration.ofSeconds(2);

    /** Spans that may wait for the collector. */
    private static final int QUEUE = 8192;

    private final OpenTelemetry openTelemetry;
    private final PrometheusMeterRegistry meters;
    private final JvmGcMetrics gc = new JvmGcMetrics();

    public Telemetry(String service, String instance, String version, TelemetryConfig config) {
        this(config.enabled(), resource(service, instance, version), lost -> spanProcessor(config, lost));
    }

    /** @param processor made with what counts the spans it loses */
    Telemetry(boolean enabled, Resource resource, Function<LostSpans, SpanProcessor> processor) {
        var lost = new LostSpans();
        this.openTelemetry = enabled ? sdk(resource, processor.apply(lost)) : OpenTelemetry.noop();
        this.meters = new PrometheusMeterRegistry(
                PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM, new OpenTelemetrySpanContext());
        meters.config().meterFilter(enabled ? new DurationBuckets() : MeterFilter.deny());
        FunctionCounter.builder("telemetry.spans.lost", lost, LostSpans::count).register(meters);
        gc.bindTo(meters);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ClassLoaderMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        new DiskSpaceMetrics(new File(".")).bindTo(meters);
    }

    /** Whether requests, calls and statements are traced; what is measured without that goes nowhere. */
    public boolean isEnabled() {
        return openTelemetry instanceof OpenTelemetrySdk;
    }

    public OpenTelemetry openTelemetry() {
        return openTelemetry;
    }

    public Tracer tracer() {
        return openTelemetry.getTracer("dev.watertight");
    }

    /** The current span as a W3C {@code traceparent}, to be stored and linked to later; empty outside a trace. */
    public String traceparent() {
        var carrier = new HashMap<String, String>();
        W3CTraceContextPropagator.getInstance()
                .inject(Context.current(), carrier, (_, key, value) -> carrier.put(key, value));
        return carrier.getOrDefault(TRACEPARENT, "");
    }

    /** The span a stored {@code traceparent} names; an invalid one when it names none. */
    public SpanContext spanOf(String traceparent) {
        var carrier = Map.of(TRACEPARENT, traceparent);
        var context = W3CTraceContextPropagator.getInstance().extract(Context.root(), carrier, new MapGetter());
        return Span.fromContext(context).getSpanContext();
    }

    /** Marks a span of ours as failed. */
    public static void fail(Span span, Throwable failure) {
        span.setStatus(StatusCode.ERROR)
                .setAttribute(ERROR_TYPE, failure.getClass().getName())
                .recordException(failure);
    }

    public MeterRegistry meters() {
        return meters;
    }

    /** The metrics in the format the scraper accepts; exemplars only exist in OpenMetrics. */
    public String scrape(String contentType) {
        return meters.scrape(contentType);
    }

    /** Flushes what is not sent yet; gives up when the collector does not answer. */
    @Override
    public void close() {
        if (openTelemetry instanceof OpenTelemetrySdk sdk) {
            sdk.getSdkTracerProvider().shutdown().join(FLUSH.toMillis(), TimeUnit.MILLISECONDS);
        }
        gc.close();
        meters.close();
    }

    private static Resource resource(String service, String instance, String version) {
        return Resource.getDefault()
                .merge(Resource.create(Attributes.of(
                        AttributeKey.stringKey("service.name"), service,
                        AttributeKey.stringKey("service.namespace"), "watertight",
                        AttributeKey.stringKey("service.instance.id"), instance,
                        AttributeKey.stringKey("service.version"), version)));
    }

    private static OpenTelemetrySdk sdk(Resource resource, SpanProcessor processor) {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(tracerProvider(resource, processor))
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
    }

    private static SdkTracerProvider tracerProvider(Resource resource, SpanProcessor processor) {
        return SdkTracerProvider.builder()
                .setResource(resource)
                // What is kept is the collector's decision; a caller's sampled flag is not ours to obey.
                .setSampler(Sampler.alwaysOn())
                .addSpanProcessor(processor)
                .build();
    }

    /** Sends spans in batches; while the collector does not take them it keeps so many, and no request waits. */
    private static SpanProcessor spanProcessor(TelemetryConfig config, LostSpans lost) {
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(config.otlpEndpoint().resolve("/v1/traces").toString())
                .setTimeout(FLUSH)
                .build();
        return BatchSpanProcessor.builder(new DiscreetSpans(exporter))
                .setScheduleDelay(Duration.ofSeconds(1))
                .setMaxQueueSize(QUEUE)
                .setInternalTelemetryVersion(InternalTelemetryVersion.LATEST)
                .setMeterProvider(
                        SdkMeterProvider.builder().registerMetricReader(lost).build())
                .build();
    }

    private static final class MapGetter implements TextMapGetter<Map<String, String>> {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    }

    private static final class DurationBuckets implements MeterFilter {
        @Override
        public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
            if (id.getType() != Meter.Type.TIMER || !id.getName().endsWith(".duration")) {
                return config;
            }
            var nanos = Arrays.stream(SECONDS).map(seconds -> seconds * 1e9).toArray();
            return DistributionStatisticConfig.builder()
                    .serviceLevelObjectives(nanos)
                    .build()
                    .merge(config);
        }
    }
}
