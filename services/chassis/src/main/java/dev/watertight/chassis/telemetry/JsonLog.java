package dev.watertight.chassis.telemetry;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One JSON object a line on standard error, with the ids of the trace it belongs to. */
public final class JsonLog extends Formatter {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Logger ROOT = Logger.getLogger("");

    /** Liquibase tells its whole life at INFO; what it has to say to operations is a warning. */
    private static final Logger LIQUIBASE = Logger.getLogger("liquibase");

    private final String service;
    private final String instance;

    JsonLog(String service, String instance) {
        this.service = service;
        this.instance = instance;
    }

    /** Makes this the only log of the process, to its very end. */
    public static void install(String service, String instance) {
        for (var earlier : ROOT.getHandlers()) {
            ROOT.removeHandler(earlier);
        }
        LogManager.getLogManager().reset();
        LIQUIBASE.setLevel(Level.WARNING);
        var handler = new LastingHandler();
        handler.setLevel(Level.INFO);
        handler.setFormatter(new JsonLog(service, instance));
        ROOT.addHandler(handler);
    }

    /**
     * Told to end, a process runs what is hung on its end at once: java.util.logging takes away and closes all handlers
     * while a service still has to say how it leaves. There is nothing to close here, so it comes back.
     */
    private static final class LastingHandler extends ConsoleHandler {
        @Override
        public synchronized void close() {
            flush();
            ROOT.addHandler(this);
        }
    }

    @Override
    public String format(LogRecord record) {
        var line = new LinkedHashMap<String, Object>();
        line.put("time", record.getInstant().toString());
        line.put("level", record.getLevel().getName());
        line.put("service", service);
        line.put("instance", instance);
        line.put("logger", record.getLoggerName());
        line.put("message", formatMessage(record));
        var span = Span.current().getSpanContext();
        if (span.isValid()) {
            line.put("trace_id", span.getTraceId());
            line.put("span_id", span.getSpanId());
        }
        if (record.getThrown() != null) {
            line.put("error", Failures.text(record.getThrown()));
        }
        try {
            return MAPPER.writeValueAsString(line) + System.lineSeparator();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
