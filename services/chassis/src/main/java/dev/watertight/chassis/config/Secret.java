package dev.watertight.chassis.config;

/** A value that never prints itself. It comes from the environment or from the file named by {@code <key>-file}. */
public record Secret(String reveal) {

    /** What an optional secret is when nobody sets it. */
    public boolean isEmpty() {
        return reveal.isEmpty();
    }

    @Override
    public String toString() {
        return "***";
    }
}
