package dev.watertight.drills.traces;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What holds of any trace, whatever it tells of. */
public final class Soundness {
    /** Clocks of several processes on one machine. */
    private static final long TOLERANCE_MICROS = 50_000;

    private static final int FAILED = 500;
    private static final int REFUSED = 400;

    /** A number, or a piece of a UUID. A template has braces in its place. */
    private static final Pattern ID = Pattern.compile("\\d{2,}|[0-9a-f]{8}-");

    private Soundness() {}

    /**
     * What is wrong with a trace.
     *
     * @param isContinued whether its first span has a parent of somebody who sends no spans
     */
    public static List<String> faults(Trace trace, boolean isContinued) {
        var faults = new ArrayList<String>();
        var tops = trace.tops();
        if (tops.size() != 1) {
            faults.add("%d spans without a parent: %s".formatted(tops.size(), labels(tops)));
        } else if (tops.getFirst().isRoot() == isContinued) {
            faults.add(isContinued ? "the caller is not its parent" : "the parent of its first span is missing");
        }
        var byId = trace.spans().stream().collect(Collectors.toMap(Span::id, Function.identity(), (one, _) -> one));
        for (var span : trace.spans()) {
            faults.addAll(faults(span, byId));
        }
        return faults;
    }

    private static List<String> faults(Span span, Map<String, Span> byId) {
        var faults = new ArrayList<String>();
        if (span.label().service().isEmpty()) {
            faults.add("'%s' names no service".formatted(span.label()));
        }
        if (ID.matcher(span.label().name()).find()) {
            faults.add("'%s' is named for one thing, not for its kind".formatted(span.label()));
        }
        if (span.label().error().equals("?")) {
            faults.add("'%s' is an error and does not say which".formatted(span.label()));
        }
        if (isWronglyMarked(span)) {
            faults.add("'%s' is%s marked as an error, with the answer %d"
                    .formatted(span.label(), isMarked(span) ? "" : " not", span.status()));
        }
        var parent = byId.get(span.parentId());
        if (parent != null && !beginsWithin(span, parent)) {
            faults.add("'%s' does not begin while '%s' runs".formatted(span.label(), parent.label()));
        }
        return faults;
    }

    /** A server's mark is for what it failed to do, a client's for whatever it did not get. */
    private static boolean isWronglyMarked(Span span) {
        return switch (span.label().kind()) {
            case "server" -> isMarked(span) != (span.status() >= FAILED || span.status() == 0);
            case "client" -> !span.isStatement() && isMarked(span) != (span.status() >= REFUSED || span.status() == 0);
            default -> false;
        };
    }

    private static boolean isMarked(Span span) {
        return !span.label().error().isEmpty();
    }

    /** Who was given up may begin later than whoever waited for it, and any server may end later than its client. */
    private static boolean beginsWithin(Span span, Span parent) {
        return isMarked(parent)
                || (span.start() >= parent.start() - TOLERANCE_MICROS
                        && span.start() <= parent.end() + TOLERANCE_MICROS);
    }

    private static List<Label> labels(List<Span> spans) {
        return spans.stream().map(Span::label).toList();
    }
}
