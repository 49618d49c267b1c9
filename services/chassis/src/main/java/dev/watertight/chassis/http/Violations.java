package dev.watertight.chassis.http;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with a body, so that the caller hears it all at once. */
public final class Violations {
    private final List<Problem.Violation> errors = new ArrayList<>();

    /** Notes {@code detail} for the part at {@code pointer} (such as {@code /lines/0/quantity}) unless {@code holds}. */
    public Violations require(boolean holds, String pointer, String detail) {
        if (!holds) {
            errors.add(new Problem.Violation(pointer, detail));
        }
        return this;
    }

    /** Notes that {@code text} holds what nobody could read, or not be written in UTF-8; line breaks count. */
    public Violations requirePrintable(String text, String pointer) {
        return require(
                text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE),
                pointer,
                "must not have control characters or halves of characters");
    }

    /** @throws ProblemException 422 with all that was noted, if anything was */
    public void throwIfAny() {
        if (!errors.isEmpty()) {
            throw Problem.invalid(List.copyOf(errors)).asException();
        }
    }
}
