package dev.watertight.drills.scaling;

/**
 * What k6 saw of one kind of request.
 *
 * @param failedChecks answers with a wrong status, without a trace or with a wrong body
 * @param dropped that were never sent, as no virtual user was free
 */
public record Requests(long requests, long failedChecks, long dropped, double medianMs, double p99Ms, double maxMs) {}
