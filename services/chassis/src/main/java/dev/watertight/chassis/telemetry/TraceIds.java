package dev.watertight.chassis.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.sdk.trace.IdGenerator;

/** The ids of the trace this thread works for. */
public final class TraceIds {
    private static final int TRACE_PARENT_LENGTH = 55;
    private static final int VERSION_LENGTH = 3;
    private static final int ID_END = VERSION_LENGTH + TraceId.getLength();

    private TraceIds() {}

    /** 32 hexadecimal digits; all zero outside a trace. */
    public static String current() {
        return Span.current().getSpanContext().getTraceId();
    }

    /**
     * The trace a caller works for; a new id for one that says nothing of the kind.
     *
     * @param traceParent the header of that name, or nothing
     * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">Trace Context</a>
     */
    public static String ofCaller(String traceParent) {
        var id = traceParent.length() == TRACE_PARENT_LENGTH ? traceParent.substring(VERSION_LENGTH, ID_END) : "";
        return TraceId.isValid(id) ? id : IdGenerator.random().generateTraceId();
    }
}
