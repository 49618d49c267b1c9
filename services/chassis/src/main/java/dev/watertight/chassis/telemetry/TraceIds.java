package dev.watertight.chassis.telemetry;

import io.opentelemetry.api.trace.Span;

/** The ids of the trace this thread works for. */
public final class TraceIds {
    private TraceIds() {}

    /** 32 hexadecimal digits; all zero outside a trace. */
    public static String current() {
        return Span.current().getSpanContext().getTraceId();
    }
}
