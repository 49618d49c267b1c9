package dev.watertight.chassis.http;

import dev.watertight.chassis.config.Default;
import java.time.Duration;

/**
 * Where and how a service listens. Port 0 takes a free one; the real ones are what Consul is told.
 *
 * @param advertise the address others reach us at; empty means the one we bind
 * @param deadline the longest a request may take, and what it gets when the caller asks for nothing
 * @param maxConcurrent requests a socket answers at once; the next one is shed with 503. With 0 all are, which shows what
 *     refusing costs
 * @param drain how long we go on answering after we said we leave, so that watchers and the edge notice
 */
public record HttpConfig(
        @Default("127.0.0.1") String bind,
        @Default("") String advertise,
        @Default("0") int publicPort,
        @Default("0") int internalPort,
        @Default("0") int adminPort,
        @Default("2.5s") Duration deadline,
        @Default("32") int maxConcurrent,
        @Default("3s") Duration drain) {
    public HttpConfig {
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("deadline must be longer than nothing, not '" + deadline + "'.");
        }
        if (maxConcurrent < 0) {
            throw new IllegalArgumentException("maxConcurrent must not be less than 0, as '" + maxConcurrent + "' is.");
        }
        if (drain.isNegative()) {
            throw new IllegalArgumentException("drain must not be shorter than nothing, as '" + drain + "' is.");
        }
    }

    public String advertised() {
        return advertise.isEmpty() ? bind : advertise;
    }
}
