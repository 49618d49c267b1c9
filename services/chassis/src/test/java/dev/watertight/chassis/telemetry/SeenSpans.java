package dev.watertight.chassis.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Telemetry whose spans a test sees, once they have ended. */
final class SeenSpans implements SpanProcessor {
    private final List<SpanData> ended = new CopyOnWriteArrayList<>();
    private final Telemetry telemetry = new Telemetry(true, Resource.getDefault(), _ -> this);

    Telemetry telemetry() {
        return telemetry;
    }

    List<String> names() {
        return ended.stream().map(SpanData::getName).toList();
    }

    /** The error types of the spans of that name; of one that is no error it is empty. */
    Set<String> errorTypes(String name) {
        return ended.stream()
                .filter(span -> span.getName().equals(name))
                .map(span ->
                        Objects.requireNonNullElse(span.getAttributes().get(AttributeKey.stringKey("error.type")), ""))
                .collect(Collectors.toSet());
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // What counts is how it ends.
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        ended.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}
