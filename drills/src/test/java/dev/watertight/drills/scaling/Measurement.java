package dev.watertight.drills.scaling;

import java.util.List;
import java.util.Map;

/**
 * How much a service kept up with so many replicas.
 *
 * @param rate requests a second that it kept to the end, and did not keep more
 * @param voided why this is not the service's limit; empty when it is
 * @param limit what was missed at the lowest rate that was too high
 * @param held the trial at that rate; where none was kept, that at the lowest
 * @param others what the other services were asked in all trials that count: also in those this one was too slow in
 * @param tried all rates in turn, and what came of each
 */
public record Measurement(
        int round,
        int replicas,
        double rate,
        String voided,
        String limit,
        Trial held,
        Map<String, Requests> others,
        List<String> tried) {
    public Measurement {
        others = Map.copyOf(others);
        tried = List.copyOf(tried);
    }

    public boolean isVoid() {
        return !voided.isEmpty();
    }
}
