package dev.watertight.drills.history;

/**
 * One thing that must not have happened.
 *
 * @param size cents or units that are wrong; else 1
 */
public record Violation(Kind kind, String key, String orderId, long size, String what) {
    public enum Kind {
        /** An order that was taken does not exist, or the shop never said what became of a key. */
        LOST,
        /** One key has two orders, two keys share one, or there is one that nobody asked for. */
        DUPLICATED,
        /** Copies of one request were answered differently. */
        ANSWERED_DIFFERENTLY,
        /** A good request was called a bad one. */
        REFUSED,
        /** Not terminal when it had to be. */
        OVERDUE,
        /** It did not stay what a customer was told. */
        PROMISE_BROKEN,
        /** It ended as it must not. */
        WRONG_OUTCOME,
        CHARGED_TWICE,
        CENTS_OFF,
        UNITS_OFF,
        /** The audit finds a difference that fits nothing above. */
        BOOKS_DIFFER
    }
}
