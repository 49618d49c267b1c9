package dev.watertight.drills.history;

/**
 * What a customer wants of the shop under one key.
 *
 * @param total what it costs by the catalogue, in minor units
 */
public record Intention(String customer, String key, Outcome outcome, long total) {
    /** What has to become of it, unless its customer cancels. */
    public enum Outcome {
        CONFIRMED,
        REJECTED,
        EITHER
    }
}
