package dev.watertight.drills.secrets;

/**
 * Something that was looked into.
 *
 * @param name for who reads of a finding
 * @param reader who got it, of an answer
 */
public record Place(Where where, String name, String reader) {
    public enum Where {
        /** What a service answers that does as it is told. */
        ANSWER,
        /** What it answers that does not: a problem. */
        REFUSAL,
        LOG,
        /** Another file of the stack. */
        FILE,
        /** Attributes and events. */
        SPAN,
        /** Also the names of the services at both ends. */
        SPAN_NAME,
        /** Names, labels, exemplars. */
        METRIC,
        ALERT,
        REGISTRY,
        /** What the edge shows of itself. */
        PAGE,
        /** A command line or an environment. */
        PROCESS
    }

    public Place(Where where, String name) {
        this(where, name, "");
    }

    @Override
    public String toString() {
        return where + " " + name;
    }
}
