package dev.watertight.chassis.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.ExceptionEventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;

/**
 * Lets a span say of an exception what the log says and of its own status the code, and no more: libraries put whole stack
 * traces and messages there, and the collector masks nothing of a status.
 */
final class DiscreetSpans implements SpanExporter {
    private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("exception.message");
    private static final AttributeKey<String> STACK_TRACE = AttributeKey.stringKey("exception.stacktrace");

    private final SpanExporter exporter;

    DiscreetSpans(SpanExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        return exporter.export(spans.stream().map(DiscreetSpans::discreet).toList());
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    private static SpanData discreet(SpanData span) {
        return span.getStatus().getStatusCode() == StatusCode.ERROR
                        || span.getEvents().stream().anyMatch(ExceptionEventData.class::isInstance)
                ? new Discreet(span)
                : span;
    }

    private static EventData discreet(EventData event) {
        if (!(event instanceof ExceptionEventData failure)) {
            return event;
        }
        var attributes = event.getAttributes().toBuilder()
                .put(MESSAGE, Failures.message(failure.getException()))
                .put(STACK_TRACE, Failures.text(failure.getException()))
                .build();
        return EventData.create(event.getEpochNanos(), event.getName(), attributes);
    }

    private static final class Discreet extends DelegatingSpanData {
        private final List<EventData> events;

        private Discreet(SpanData span) {
            super(span);
            this.events = span.getEvents().stream().map(DiscreetSpans::discreet).toList();
        }

        @Override
        public List<EventData> getEvents() {
            return events;
        }

        @Override
        public StatusData getStatus() {
            return StatusData.create(super.getStatus().getStatusCode(), "");
        }
    }
}
