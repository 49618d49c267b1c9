package dev.watertight.chassis.telemetry;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What logs and spans say of what was thrown. A database quotes the values that it refuses, and a statement that it cannot
 * read with the values in it: of those its codes are told and not its words.
 */
final class Failures {
    private static final int MAX_CAUSES = 4;
    private static final int MAX_FRAMES = 6;

    /** Of a connection: the words tell what is wrong with it, and there is no value yet. The pool's own have no state. */
    private static final String CONNECTION = "08";

    private Failures() {}

    /** What it says of itself. */
    static String message(Throwable thrown) {
        return thrown instanceof SQLException sql && quotes(sql)
                ? "state %s, error %d".formatted(sql.getSQLState(), sql.getErrorCode())
                : String.valueOf(thrown.getMessage());
    }

    /** The failure and its causes, each with the frames nearest to it: the rest is the same in every trace. */
    static String text(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Failures::cause)
                .limit(MAX_CAUSES)
                .map(Failures::nearest)
                .collect(Collectors.joining("\nCaused by: "));
    }

    /** The driver's own exceptions below say the same once more. */
    private static @Nullable Throwable cause(Throwable thrown) {
        return thrown instanceof SQLException sql && quotes(sql) ? null : thrown.getCause();
    }

    private static String nearest(Throwable thrown) {
        return Stream.concat(
                        Stream.of(named(thrown)),
                        Arrays.stream(thrown.getStackTrace()).limit(MAX_FRAMES).map(frame -> "\tat " + frame))
                .collect(Collectors.joining("\n"));
    }

    private static String named(Throwable thrown) {
        return thrown instanceof SQLException
                ? thrown.getClass().getName() + ": " + message(thrown)
                : thrown.toString();
    }

    private static boolean quotes(SQLException thrown) {
        return thrown.getSQLState() != null && !thrown.getSQLState().startsWith(CONNECTION);
    }
}
