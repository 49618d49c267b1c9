package dev.watertight.chassis.client;

/**
 * How much may be asked of a service.
 *
 * @param retries shared by all services that are called
 * @param inFlight calls to this one at once
 */
public record CallLimits(RetryBudget retries, int inFlight) {
    public CallLimits {
        if (inFlight < 1) {
            throw new IllegalArgumentException("with " + inFlight + " calls in flight nothing could be asked");
        }
    }
}
