package dev.watertight.chassis.client;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Why an exchange with a replica ended without a usable answer. */
enum NoAnswer {
    /** The connection was refused or torn, or what came is no HTTP. */
    BROKEN,

    /** It took no connection in the time for that. */
    UNREACHABLE,

    /** It said nothing for long enough to judge it by. */
    SILENT,

    /** It said nothing for as long as the caller gave it, which is too short to judge it by. */
    HURRIED,

    /**
     * It was not given its time: Helidon watches a pooled connection for as long as its last read timeout, and a request
     * that took the connection just before that ends fails in the place of the watch. Nothing says whether it took effect.
     *
     * @see <a href="https://github.com/helidon-io/helidon/issues/10861">Helidon's issue 10861</a>
     */
    STALE,

    /** It said more than is read. */
    TOO_LONG;

    /** Less than this may be the caller's hurry and not the replica's fault. */
    static final Duration FAIR_TIME = Duration.ofMillis(500);

    /** What the JDK says when a connection takes too long: it has no type of its own for that. */
    private static final String CONNECT_TIMEOUT = "Connect timed out";

    /**
     * Tells by what was thrown and when.
     *
     * @param passed since the exchange began
     * @param allowed for all of it
     */
    static NoAnswer of(RuntimeException failure, Duration passed, Duration allowed) {
        if (comesFrom(failure, AnswerTooLongException.class::isInstance)) {
            return TOO_LONG;
        }
        if (comesFrom(failure, NoAnswer::isConnectTimeout)) {
            return UNREACHABLE;
        }
        if (!comesFrom(failure, InterruptedIOException.class::isInstance)) {
            return BROKEN;
        }
        if (passed.compareTo(allowed) < 0) {
            return STALE;
        }
        return passed.compareTo(FAIR_TIME) < 0 ? HURRIED : SILENT;
    }

    /**
     * Whether the failures of one call, some of which may have been answers and are none of these, say something about the
     * service, and not only about its caller or what lies between them. A hurried attempt does beside one that was not.
     */
    static boolean tellOfTheService(Set<NoAnswer> failures) {
        return failures.isEmpty()
                || (failures.stream().noneMatch(EnumSet.of(STALE, TOO_LONG)::contains)
                        && failures.stream().anyMatch(EnumSet.of(BROKEN, UNREACHABLE, SILENT)::contains));
    }

    private static boolean comesFrom(Throwable failure, Predicate<Throwable> cause) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause);
    }

    private static boolean isConnectTimeout(Throwable cause) {
        return cause instanceof SocketTimeoutException && CONNECT_TIMEOUT.equals(cause.getMessage());
    }
}
