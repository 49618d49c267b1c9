package dev.watertight.chassis.client;

import java.io.IOException;

/** The body of an answer is longer than we read. */
final class AnswerTooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    AnswerTooLongException(int longest) {
        super("The answer has more than " + longest + " bytes");
    }
}
