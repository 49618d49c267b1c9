package dev.watertight.drills.history;

import org.jspecify.annotations.Nullable;

/** One request of a client under its key, and the answer if one came. */
public record Operation(
        Kind kind, String customer, String key, @Nullable Answer answer) {
    public enum Kind {
        PLACE,
        CANCEL
    }
}
