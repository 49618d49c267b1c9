package dev.watertight.drills.secrets;

import dev.watertight.drills.secrets.Input.In;

/** How a request is written. */
public enum Form {
    FINE,
    /** With text wherever there should be a number or an id, but for the path. */
    WRONG_TYPES,
    /** With text instead of an id in the path. */
    ELSEWHERE,
    UNKNOWN_FIELD,
    BROKEN_JSON,
    /** By its content type. */
    NOT_JSON,
    /** In a content encoding that nobody knows. */
    ENCODED,
    TOO_LONG,
    /** With something that is no token. */
    MISLED,
    /** With a token that nobody gave out. */
    FORGED;

    /** Whether what is there is not what should be. */
    boolean isWrong(In in) {
        return switch (in) {
            case QUERY, HEADER, BODY -> this == WRONG_TYPES;
            case PATH -> this == ELSEWHERE;
        };
    }

    public boolean fits(Operation operation) {
        return switch (this) {
            case FINE, WRONG_TYPES -> true;
            case ELSEWHERE -> operation.parameters().stream().anyMatch(input -> input.in() == In.PATH);
            case MISLED, FORGED -> operation.isPublic();
            case UNKNOWN_FIELD, BROKEN_JSON, NOT_JSON, ENCODED, TOO_LONG -> operation.hasBody();
        };
    }
}
