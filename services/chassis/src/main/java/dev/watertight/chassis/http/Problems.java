package dev.watertight.chassis.http;

import dev.watertight.chassis.sql.DatabaseException;
import dev.watertight.chassis.sql.PoolExhaustedException;
import dev.watertight.chassis.telemetry.TraceIds;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The outermost table from exceptions to answers: nothing internal gets out, and what operations must see is logged. */
final class Problems {
    private static final Logger LOG = System.getLogger(Problems.class.getName());
    /** For what is refused because there is too much of it. */
    static final Problem OVERLOADED = Problem.unavailable("overloaded", "Too much at once; try again.");

    static final Header CONTENT_TYPE = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/problem+json");

    private Problems() {}

    static void addTo(HttpRouting.Builder routing) {
        routing.error(Throwable.class, Problems::answer);
    }

    /** For what fails before routing: a malformed request line, an oversized header or body. */
    static DirectHandlers direct() {
        var builder = DirectHandlers.builder();
        for (var event : DirectHandler.EventType.values()) {
            builder.addHandler(event, (request, type, status, headers, message) -> transport(status));
        }
        return builder.build();
    }

    static void send(ServerResponse response, Problem problem) {
        response.status(problem.status()).header(CONTENT_TYPE);
        if (problem.retryAfter() > 0) {
            response.header(HeaderNames.RETRY_AFTER.defaultCase(), String.valueOf(problem.retryAfter()));
        }
        response.send(Json.write(problem.body(TraceIds.current())));
    }

    private static void answer(ServerRequest request, ServerResponse response, Throwable failure) {
        var problem = problemOf(failure);
        if (problem.status() >= 500 && !isRefusal(failure)) {
            LOG.log(Level.ERROR, "request failed", failure);
        }
        send(response, problem);
    }

    /** There may be as many as requests: they are counted, and to log each would cost more than to answer it. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof ProblemException || failure instanceof PoolExhaustedException;
    }

    private static Problem problemOf(Throwable failure) {
        return switch (failure) {
            case ProblemException problem -> problem.problem();
            case PoolExhaustedException _ -> OVERLOADED;
            case DatabaseException _ ->
                Problem.unavailable("database-unavailable", "The service cannot reach its data now; try again.");
            case HttpException http -> byStatus(http.status());
            case RequestException http -> byStatus(http.status());
            default -> Problem.of(500, "internal-error", "This is our fault, not yours.");
        };
    }

    private static Problem byStatus(Status status) {
        return switch (status.code()) {
            case 404 -> Problem.notFound();
            case 413 -> Problem.of(413, "body-too-large", "A body has at most 64 KiB.");
            case 503 -> OVERLOADED;
            default ->
                status.family() == Status.Family.CLIENT_ERROR
                        ? Problem.of(status.code(), "bad-request", "The request is not well-formed HTTP.")
                        : Problem.of(500, "internal-error", "This is our fault, not yours.");
        };
    }

    private static DirectHandler.TransportResponse transport(Status status) {
        var problem = byStatus(status);
        return DirectHandler.TransportResponse.builder()
                .status(Status.create(problem.status()))
                .header(CONTENT_TYPE)
                .entity(Json.write(problem.body(TraceIds.current())))
                .build();
    }
}
