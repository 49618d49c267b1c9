package dev.watertight.drills.report;

/**
 * A fault and how long it lasted, in seconds since the drill began.
 *
 * @param until when the part was healthy again, or was waited for no longer
 */
public record Mark(String part, Kind kind, double from, double until, boolean healed) {
    public enum Kind {
        KILL,
        PAUSE
    }
}
