package dev.watertight.drills.scaling;

import dev.watertight.drills.bench.Rounds;
import java.util.List;

/**
 * What k6 saw of one kind of request.
 *
 * @param failedChecks answers with a wrong status, without a trace or with a wrong body
 * @param dropped that were never sent, as no virtual user was free
 */
public record Requests(long requests, long failedChecks, long dropped, double medianMs, double p99Ms, double maxMs) {
    /** All of them together; times are the median of theirs, so that one stall of the machine does not stand for all. */
    static Requests together(List<Requests> parts) {
        return new Requests(
                parts.stream().mapToLong(Requests::requests).sum(),
                parts.stream().mapToLong(Requests::failedChecks).sum(),
                parts.stream().mapToLong(Requests::dropped).sum(),
                Rounds.median(parts, Requests::medianMs),
                Rounds.median(parts, Requests::p99Ms),
                parts.stream().mapToDouble(Requests::maxMs).max().orElse(0));
    }
}
