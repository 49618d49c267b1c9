package dev.watertight.chassis.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.regex.Pattern;

/**
 * The {@code Idempotency-Key} of a request: 1 to 255 visible characters, bare or in quotes; a half-quoted one is refused,
 * as nobody can say which key was meant. Escapes stay as they were sent: a replay after an upgrade must find its key.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The Idempotency-Key HTTP
 *     Header Field</a>
 */
public final class IdempotencyKeys {
    private static final HeaderName HEADER = HeaderNames.create("Idempotency-Key");
    private static final int MAX_LENGTH = 255;

    private static final Pattern BARE = Pattern.compile("[!#-~]+");

    /** A string of structured fields (RFC 9651), of visible characters. */
    private static final Pattern QUOTED = Pattern.compile("\"([!#-\\[\\]-~]|\\\\[\"\\\\])+\"");

    private IdempotencyKeys() {}

    /** @throws ProblemException 400 when there is none or it is malformed */
    public static String of(ServerRequest request) {
        var sent = request.headers().first(HEADER).map(String::strip).orElse("");
        var quoted = sent.startsWith("\"");
        var key = quoted && sent.length() > 1 ? sent.substring(1, sent.length() - 1) : sent;
        if (key.length() > MAX_LENGTH || !(quoted ? QUOTED : BARE).matcher(sent).matches()) {
            throw Problem.of(
                            400,
                            "idempotency-key-required",
                            "Send an Idempotency-Key of 1 to 255 visible characters, bare or all of it in quotes, a new one "
                                    + "for each new request.")
                    .asException();
        }
        return key;
    }

    public static ProblemException reused() {
        return Problem.of(422, "idempotency-key-reused", "This key was used with another request; take a new one.")
                .asException();
    }

    public static ProblemException inProgress() {
        return Problem.of(409, "idempotency-key-in-progress", "The first request with this key is being written.")
                .asException();
    }
}
