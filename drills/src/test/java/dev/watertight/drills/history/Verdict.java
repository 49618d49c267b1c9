package dev.watertight.drills.history;

import dev.watertight.drills.history.Violation.Kind;
import java.util.List;

/** The violations, counted by what hurts most. */
public record Verdict(List<Violation> violations) {
    public boolean passed() {
        return violations.isEmpty();
    }

    /** Enough of them to see what is wrong. */
    public List<Violation> first() {
        return violations.stream().limit(10).toList();
    }

    public long ordersLost() {
        return count(Kind.LOST);
    }

    public long chargedTwice() {
        return count(Kind.CHARGED_TWICE);
    }

    public long centsOff() {
        return size(Kind.CENTS_OFF);
    }

    public long unitsOff() {
        return size(Kind.UNITS_OFF);
    }

    public long overdue() {
        return count(Kind.OVERDUE);
    }

    /** All that the other numbers do not tell. */
    public long otherwiseWrong() {
        return violations.stream()
                .map(Violation::kind)
                .filter(kind -> switch (kind) {
                    case LOST, CHARGED_TWICE, CENTS_OFF, UNITS_OFF, OVERDUE -> false;
                    case DUPLICATED, ANSWERED_DIFFERENTLY, REFUSED, PROMISE_BROKEN, WRONG_OUTCOME, BOOKS_DIFFER -> true;
                })
                .count();
    }

    /** Orders, each once however often it was found; what names none counts by its size. */
    private long count(Kind kind) {
        var found = violations.stream()
                .filter(violation -> violation.kind() == kind)
                .toList();
        var named = found.stream()
                .filter(violation -> !violation.orderId().isEmpty())
                .map(Violation::orderId)
                .distinct()
                .count();
        var nameless = found.stream()
                .filter(violation -> violation.orderId().isEmpty())
                .mapToLong(Violation::size)
                .sum();
        return named + nameless;
    }

    private long size(Kind kind) {
        return violations.stream()
                .filter(violation -> violation.kind() == kind)
                .mapToLong(Violation::size)
                .sum();
    }
}
