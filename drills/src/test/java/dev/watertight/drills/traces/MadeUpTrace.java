package dev.watertight.drills.traces;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A trace for tests of what judges traces. */
final class MadeUpTrace {
    private static final long START = 1_000_000;
    private static final long LENGTH = 100_000;

    private final List<Span> spans = new ArrayList<>();

    /** Adds a span, which is known by its number. */
    MadeUpTrace with(int id, int parent, String label, int status) {
        return with(id, parent, label, status, START);
    }

    MadeUpTrace with(int id, int parent, String label, int status, long start) {
        var tags = new LinkedHashMap<String, String>();
        if (status > 0) {
            tags.put("http.response.status_code", String.valueOf(status));
        }
        return add(id, parent, Label.of(label), start, tags);
    }

    MadeUpTrace withStatement(int id, int parent) {
        return add(
                id,
                parent,
                new Label("order", "client", "select orders", ""),
                START,
                Map.of("db.system.name", "mysql"));
    }

    MadeUpTrace add(int id, int parent, Label label, long start, Map<String, String> tags) {
        spans.add(new Span("t", text(id), text(parent), label, start, start + LENGTH, tags));
        return this;
    }

    Trace trace() {
        return new Trace(spans);
    }

    /** An order at rest: a server's span, a client's below it, and another server's below that. */
    static MadeUpTrace sound() {
        return new MadeUpTrace()
                .with(1, 0, "order server post /orders", 201)
                .withStatement(2, 1)
                .with(3, 1, "order client post /charges", 201)
                .with(4, 3, "payment server post /charges", 201);
    }

    private static String text(int id) {
        return id == 0 ? "" : String.valueOf(id);
    }
}
