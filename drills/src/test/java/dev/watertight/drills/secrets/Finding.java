package dev.watertight.drills.secrets;

/** A canary, and where it turned up. */
public record Finding(Canary canary, Place place) {
    public boolean isLeak() {
        return !canary.mayBeIn(place);
    }

    @Override
    public String toString() {
        return "%s: %s of %s, in %s".formatted(canary.kind(), canary.core(), canary.source(), place);
    }
}
