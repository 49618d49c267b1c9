package dev.watertight.drills.scaling;

/** What a trial says of the rate it was made at. */
public sealed interface Outcome {
    /** The service kept its objective. */
    record Kept() implements Outcome {}

    /** The service did not. */
    record Broken(String why) implements Outcome {}

    /** Something else than the service was measured. */
    record Voided(String why) implements Outcome {}
}
