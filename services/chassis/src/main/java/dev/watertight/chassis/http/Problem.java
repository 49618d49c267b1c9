package dev.watertight.chassis.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error answer.
 *
 * @param slug what went wrong, as in {@code urn:watertight:problem:<slug>}
 * @param detail what the caller can do about it; never anything internal
 * @param retryAfter seconds until it is worth trying again; 0 when that is not known
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public record Problem(String slug, int status, String detail, List<Violation> errors, int retryAfter) {

    /** One refused part of a body, by JSON pointer (RFC 6901). */
    public record Violation(String pointer, String detail) {}

    public static Problem of(int status, String slug, String detail) {
        return new Problem(slug, status, detail, List.of(), 0);
    }

    /** 422: the body was read and is refused, with everything that is wrong with it. */
    public static Problem invalid(List<Violation> errors) {
        return new Problem("invalid-request", 422, "The request breaks the rules named in errors.", errors, 0);
    }

    /** 503 with {@code Retry-After}. */
    public static Problem unavailable(String slug, String detail) {
        return new Problem(slug, 503, detail, List.of(), 1);
    }

    public static Problem notFound() {
        return of(404, "not-found", "There is nothing here, or it is not yours.");
    }

    public ProblemException asException() {
        return new ProblemException(this);
    }

    Body body(String traceId) {
        return new Body(
                "urn:watertight:problem:" + slug,
                title(),
                status,
                detail,
                "urn:watertight:trace:" + traceId,
                errors.isEmpty() ? null : errors);
    }

    private String title() {
        var words = slug.replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Body(
            String type,
            String title,
            int status,
            String detail,
            String instance,
            @Nullable List<Violation> errors) {}
}
