package dev.watertight.drills.collector;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Sends traces to collectors by OTLP, as a service does; the same ones to each. */
public final class Sender implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    /** More than is sent between two flushes. */
    private static final int QUEUE = 32_768;

    /** What a span of a large trace carries. */
    private static final String ATTRIBUTE = "watertight ".repeat(400);

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    public Sender(URI... collectors) {
        var builder = SdkTracerProvider.builder();
        for (var collector : collectors) {
            var exporter = OtlpHttpSpanExporter.builder()
                    .setEndpoint(collector.resolve("/v1/traces").toString())
                    // What is refused stays so: it is not for the sender to make up for it.
                    .setRetryPolicy(null)
                    .build();
            builder.addSpanProcessor(
                    BatchSpanProcessor.builder(exporter).setMaxQueueSize(QUEUE).build());
        }
        this.provider = builder.build();
        this.tracer = provider.get("dev.watertight.drills");
    }

    /** A trace of one span, which has ended now. */
    public String trace(Duration took, boolean failed) {
        var end = Instant.now();
        var span = tracer.spanBuilder("made up")
                .setNoParent()
                .setStartTimestamp(end.minus(took))
                .startSpan();
        return ended(span, end, failed).getTraceId();
    }

    /** The id of a span, the only one of its trace, that carries these. */
    public String span(Map<String, String> attributes) {
        var span = tracer.spanBuilder("talkative").setNoParent().startSpan();
        attributes.forEach(span::setAttribute);
        return ended(span, Instant.now(), false).getSpanId();
    }

    /** One more span of a trace. */
    public String addTo(String traceId, boolean failed) {
        var parent = SpanContext.createFromRemoteParent(
                traceId, IdGenerator.random().generateSpanId(), TraceFlags.getSampled(), TraceState.getDefault());
        var span = tracer.spanBuilder("late")
                .setParent(Context.root().with(Span.wrap(parent)))
                .startSpan();
        return ended(span, Instant.now(), failed).getSpanId();
    }

    /** A large trace, of so many spans. */
    public void largeTrace(int spans) {
        var root = tracer.spanBuilder("large").setNoParent().startSpan();
        var context = Context.root().with(root);
        for (var i = 1; i < spans; i++) {
            tracer.spanBuilder("part of it")
                    .setParent(context)
                    .setAttribute("made.up", ATTRIBUTE + i)
                    .startSpan()
                    .end();
        }
        root.end();
    }

    /** Returns when all of it was sent, or refused. */
    public void flush() {
        provider.forceFlush().join(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        provider.close();
    }

    private static SpanContext ended(Span span, Instant end, boolean failed) {
        if (failed) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end(end);
        return span.getSpanContext();
    }
}
