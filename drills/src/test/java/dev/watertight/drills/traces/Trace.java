package dev.watertight.drills.traces;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The spans of one trace. */
public record Trace(List<Span> spans) {
    public Trace {
        spans = List.copyOf(spans);
    }

    /** What has no parent here. */
    List<Span> tops() {
        var ids = ids();
        return spans.stream().filter(span -> !ids.contains(span.parentId())).toList();
    }

    List<Span> below(Span parent) {
        return spans.stream()
                .filter(span -> span.parentId().equals(parent.id()))
                .toList();
    }

    private Set<String> ids() {
        return spans.stream().map(Span::id).collect(Collectors.toSet());
    }

    /** Where this trace is another than the declared one; empty if it is nowhere. */
    public List<String> differences(Expected expected) {
        var differences = new ArrayList<String>();
        compare("the trace", List.of(expected), tops(), differences);
        return differences;
    }

    private void compare(String where, List<Expected> expected, List<Span> found, List<String> differences) {
        for (var span : found) {
            expected.stream()
                    .filter(declared -> declared.label().equals(span.label()))
                    .findFirst()
                    .ifPresentOrElse(
                            declared -> compareBelow(declared, span, differences),
                            () -> differences.add("%s has '%s', which is not declared".formatted(where, span.label())));
        }
        for (var declared : expected) {
            var count = found.stream()
                    .filter(span -> span.label().equals(declared.label()))
                    .count();
            if (count < declared.times()) {
                differences.add(
                        "%s has '%s' %d times, not %d".formatted(where, declared.label(), count, declared.times()));
            }
        }
    }

    private void compareBelow(Expected expected, Span span, List<String> differences) {
        var where = "'%s'".formatted(span.label());
        var below = below(span);
        var statements = below.stream().filter(Span::isStatement).count();
        if (expected.statements() == Expected.NONE ? statements > 0 : statements < expected.statements()) {
            var declared = Math.max(0, expected.statements());
            differences.add("%s has %d statements, not %d".formatted(where, statements, declared));
        }
        var others = below.stream().filter(child -> !child.isStatement()).toList();
        compare(where, expected.children(), others, differences);
    }
}
