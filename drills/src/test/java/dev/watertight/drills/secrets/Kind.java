package dev.watertight.drills.secrets;

import dev.watertight.drills.secrets.Place.Where;

/** What something is that a client can send, and so where it may be seen; {@code secrets.yaml} tells why. */
public enum Kind {
    SECRET,
    /** To its owner only, see {@link Canary#mayBeIn}. */
    PERSONAL,
    TYPED,
    TRACED,
    NAMED;

    boolean mayBeIn(Where where) {
        return switch (this) {
            case SECRET, PERSONAL -> false;
            case TYPED -> where == Where.ANSWER;
            case TRACED -> where == Where.ANSWER || where == Where.LOG || where == Where.SPAN;
            case NAMED -> where == Where.REFUSAL;
        };
    }
}
