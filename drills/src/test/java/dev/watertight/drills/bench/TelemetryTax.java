package dev.watertight.drills.bench;

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
    /** Two sides without telemetry; the second one is the control. */
    public static final String OFF = "off";

    public static final String OFF_AGAIN = "offAgain";

    /**
     * Milliseconds of processor time for each journey.
     *
     * @param replicas of all services
     * @param collector without telemetry 0
     * @param store what keeps the traces, which here runs beside the shop and elsewhere far from it
     */
    public record Cost(double replicas, double databases, double collector, double store) {
        double ofTheShop() {
            return replicas + databases;
        }

        double withCollector() {
            return ofTheShop() + collector;
        }

        double withoutDatabases() {
            return replicas + collector;
        }

        double withStore() {
            return withCollector() + store;
        }
    }

    public TelemetryTax {
        rounds = List.copyOf(rounds);
    }

    /** Replicas, databases and the collector of a side, of each round, in what the shop takes without telemetry. */
    public List<Double> of(String side) {
        return ofOff(side, Cost::withCollector, Cost::ofTheShop);
    }

    /** Its replicas and collector, in what the replicas take without telemetry. */
    public List<Double> withoutDatabases(String side) {
        return ofOff(side, Cost::withoutDatabases, Cost::replicas);
    }

    /** Its replicas alone, in what those without telemetry take. */
    public List<Double> replicas(String side) {
        return ofOff(side, Cost::replicas, Cost::replicas);
    }

    /** The control: one side without telemetry beside the other. */
    public List<Double> offOfOff() {
        return Rounds.values(
                rounds,
                round -> of(round, OFF_AGAIN).ofTheShop() / of(round, OFF).ofTheShop());
    }

    /** The median of the rounds, by what of a side is counted. */
    public Map<String, Double> medians(String side) {
        var medians = new LinkedHashMap<String, Double>();
        medians.put("shopAndCollector", middle(of(side)));
        medians.put("replicas", middle(replicas(side)));
        medians.put("replicasAndCollector", middle(withoutDatabases(side)));
        medians.put("shopCollectorAndStore", middle(ofOff(side, Cost::withStore, Cost::ofTheShop)));
        return medians;
    }

    public static double middle(List<Double> ratios) {
        return Rounds.median(ratios, Double::doubleValue);
    }

    private List<Double> ofOff(String side, ToDoubleFunction<Cost> counted, ToDoubleFunction<Cost> counterpart) {
        return Rounds.values(
                rounds,
                round -> counted.applyAsDouble(of(round, side))
                        / ((counterpart.applyAsDouble(of(round, OFF)) + counterpart.applyAsDouble(of(round, OFF_AGAIN)))
                                / 2));
    }

    private static Cost of(Map<String, Cost> round, String side) {
        return Objects.requireNonNull(round.get(side), side);
    }
}
