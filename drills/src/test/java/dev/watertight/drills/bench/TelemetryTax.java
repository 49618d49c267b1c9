package dev.watertight.drills.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * What telemetry costs a journey: each round takes all sides in turn, and what a side costs is held against what the same
 * round cost without telemetry, as the machine is quicker in one than in another.
 *
 * @param rounds of each, what a journey cost on each side, by the side's name
 */
public record TelemetryTax(List<Map<String, Cost>> rounds) {
    /** Two replicas without telemetry; the second one is the control. */
    public static final String OFF = "off";

    public static final String OFF_AGAIN = "offAgain";

    /**
     * Milliseconds of processor time for each journey.
     *
     * @param collector its share; without telemetry 0
     * @param store the share of what keeps the traces, which here runs beside the service and elsewhere far from it
     */
    public record Cost(double replica, double database, double collector, double store) {
        double withCollector() {
            return replica + collector;
        }

        double withStore() {
            return replica + collector + store;
        }

        private static Cost sum(Cost one, Cost other) {
            return new Cost(
                    one.replica + other.replica,
                    one.database + other.database,
                    one.collector + other.collector,
                    one.store + other.store);
        }

        private Cost times(double share) {
            return new Cost(share * replica, share * database, share * collector, share * store);
        }
    }

    /** How often a journey is gone on among all, from 0 to 1, and what was measured of it. */
    public record Share(double share, TelemetryTax tax) {}

    /** The tax of them together; all were measured for as many rounds, on the same sides. */
    public static TelemetryTax together(List<Share> journeys) {
        var rounds = new ArrayList<Map<String, Cost>>();
        for (var number = 0; number < journeys.getFirst().tax().rounds().size(); number++) {
            var round = new LinkedHashMap<String, Cost>();
            for (var journey : journeys) {
                journey.tax()
                        .rounds()
                        .get(number)
                        .forEach((side, cost) -> round.merge(side, cost.times(journey.share()), Cost::sum));
            }
            rounds.add(round);
        }
        return new TelemetryTax(rounds);
    }

    public TelemetryTax {
        rounds = List.copyOf(rounds);
    }

    /** The replica of a side, of each round, in what one without telemetry takes. */
    public List<Double> replica(String side) {
        return ofOff(side, Cost::replica);
    }

    /** The same with its share of the collector. */
    public List<Double> withCollector(String side) {
        return ofOff(side, Cost::withCollector);
    }

    /** The control: one replica without telemetry beside the other. */
    public List<Double> offOfOff() {
        return Rounds.values(
                rounds, round -> of(round, OFF_AGAIN).replica() / of(round, OFF).replica());
    }

    /** The median of the rounds, by what of a side is counted. */
    public Map<String, Double> medians(String side) {
        var medians = new LinkedHashMap<String, Double>();
        medians.put("replica", middle(replica(side)));
        medians.put("withCollector", middle(withCollector(side)));
        medians.put("withCollectorAndStore", middle(ofOff(side, Cost::withStore)));
        return medians;
    }

    public static double middle(List<Double> ratios) {
        return Rounds.median(ratios, Double::doubleValue);
    }

    private List<Double> ofOff(String side, ToDoubleFunction<Cost> part) {
        return Rounds.values(rounds, round -> part.applyAsDouble(of(round, side)) / withoutTelemetry(round));
    }

    private static double withoutTelemetry(Map<String, Cost> round) {
        return (of(round, OFF).replica() + of(round, OFF_AGAIN).replica()) / 2;
    }

    private static Cost of(Map<String, Cost> round, String side) {
        return Objects.requireNonNull(round.get(side), side);
    }
}
