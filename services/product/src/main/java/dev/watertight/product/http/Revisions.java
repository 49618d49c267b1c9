package dev.watertight.product.http;

import dev.watertight.chassis.http.Problem;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Arrays;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/**
 * Revisions of a listing as entity tags. They cover the listing, not the stock: whoever changes a listing has not to be
 * told that somebody bought something meanwhile.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3">RFC 9110, ETag</a>
 */
final class Revisions {
    private static final String ANY = "*";
    private static final String WEAK = "W/";

    private Revisions() {}

    static String tag(long revision) {
        return "\"" + revision + "\"";
    }

    /** Whether the caller has this revision already ({@code If-None-Match}, weakly compared). */
    static boolean has(ServerRequest request, long revision) {
        var tags = tags(request, HeaderNames.IF_NONE_MATCH).stream()
                .map(tag -> tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag)
                .collect(Collectors.toUnmodifiableSet());
        return tags.contains(ANY) || tags.contains(tag(revision));
    }

    /**
     * The revisions the caller has seen ({@code If-Match}, strongly compared).
     *
     * @throws dev.watertight.chassis.http.ProblemException 428 when it does not say
     */
    static LongPredicate seen(ServerRequest request) {
        var tags = tags(request, HeaderNames.IF_MATCH);
        if (tags.isEmpty()) {
            throw Problem.of(428, "precondition-required", "Send the ETag of what you change: If-Match: \"…\".")
                    .asException();
        }
        return revision -> tags.contains(ANY) || tags.contains(tag(revision));
    }

    /** Our tags hold no comma, so whatever is torn apart here is none of ours. */
    private static Set<String> tags(ServerRequest request, HeaderName header) {
        if (!request.headers().contains(header)) {
            return Set.of();
        }
        return request.headers().get(header).allValues().stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
