package dev.watertight.chassis.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import io.opentelemetry.api.trace.TraceId;
import java.nio.charset.StandardCharsets;

/** A problem that is sent when there is no time for more than that: all of it but the trace is written beforehand. */
final class Refusal {
    private final Status status;
    private final Header retryAfter;
    private final byte[] body;
    private final int traceAt;

    /** @param problem with seconds until it is worth trying again */
    Refusal(Problem problem) {
        this.status = Status.create(problem.status());
        this.retryAfter = HeaderValues.createCached(HeaderNames.RETRY_AFTER, problem.retryAfter());
        var text = Json.text(problem.body(TraceId.getInvalid()));
        this.body = text.getBytes(StandardCharsets.UTF_8);
        this.traceAt = text.substring(0, text.indexOf(TraceId.getInvalid())).getBytes(StandardCharsets.UTF_8).length;
    }

    /** @param traceId 32 hexadecimal digits */
    void send(ServerResponse response, String traceId) {
        var written = body.clone();
        System.arraycopy(traceId.getBytes(StandardCharsets.US_ASCII), 0, written, traceAt, TraceId.getLength());
        response.status(status).header(Problems.CONTENT_TYPE).header(retryAfter).send(written);
    }
}
