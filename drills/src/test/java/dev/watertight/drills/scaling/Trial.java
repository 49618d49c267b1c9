package dev.watertight.drills.scaling;

import java.util.Map;

/**
 * A service at one rate for some seconds, and what came of it.
 *
 * @param withinMs what the 99th percentile may be
 * @param others what the other services were asked meanwhile
 */
public record Trial(Asked asked, double withinMs, Requests load, Map<String, Requests> others, Usage usage) {
    /**
     * @param quota of each replica, in cores; 0 when it has none
     * @param rate requests a second
     */
    public record Asked(Subject subject, int replicas, double quota, double rate, int seconds) {}

    /** How much of its quota the service used; 0 when it has none. */
    public double ofQuota() {
        var all = asked.replicas() * asked.quota();
        return all == 0 ? 0 : usage.of(asked.subject().service()) / all;
    }

    /** What a request cost the service, in cores for each request a second. */
    public double coresPerRequest() {
        return usage.of(asked.subject().service()) * asked.seconds() / Math.max(1, load.requests());
    }
}
