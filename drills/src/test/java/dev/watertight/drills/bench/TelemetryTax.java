package dev.watertight.drills.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * What telemetry costs a journey: each round takes all sides in turn, and what a side costs is held against what the same
 * round cost without telemetry, as the machine is quicker in one than in another. Two sides have telemetry, and two have
 * none. Two shops of one kind differ only by what became of them, as a JVM compiles what it met first: of each kind the mean
 * is taken. How much of it a collector keeps makes no difference to the shop, but to the collector.
 *
 * @param rounds of each, what a journey cost on each side, by the side's name
 */
public record TelemetryTax(List<Map<String, Cost>> rounds) {
    public static final String OFF = "off";
    public static final String OFF_AGAIN = "offAgain";
    public static final String AS_SHIPPED = "asShipped";
    public static final String AT_A_TENTH = "atATenth";

    /**
     * Milliseconds of processor time for each journey.
     *
     * @param replicas of all services, without their compilers
     * @param compilers those of the JVMs: what they do is done once for all requests to come, and counts for none
     * @param collector without telemetry 0
     * @param store what keeps the traces, which here runs beside the shop and elsewhere far from it
     */
    public record Cost(double replicas, double compilers, double databases, double collector, double store) {
        double ofTheShop() {
            return replicas + databases;
        }
    }

    public TelemetryTax {
        rounds = List.copyOf(rounds);
    }

    /** Replicas, databases and the collector of a side, of each round, in what the shop takes without telemetry. */
    public List<Double> of(String side) {
        return tax(Cost::ofTheShop, side, Cost::collector);
    }

    /** Replicas and the collector, in what the replicas take without telemetry. */
    public List<Double> withoutDatabases(String side) {
        return tax(Cost::replicas, side, Cost::collector);
    }

    /** Replicas alone, in what those without telemetry take. */
    public List<Double> replicas() {
        return tax(Cost::replicas, AS_SHIPPED, _ -> 0);
    }

    /** The control: one shop without telemetry beside the other. */
    public List<Double> offOfOff() {
        return shopsBesideEachOther(OFF_AGAIN, OFF);
    }

    /** The other control: two with telemetry. */
    public List<Double> onOfOn() {
        return shopsBesideEachOther(AT_A_TENTH, AS_SHIPPED);
    }

    /** The median of the rounds, by what of a side is counted. */
    public Map<String, Double> medians(String side) {
        var medians = new LinkedHashMap<String, Double>();
        medians.put("shopAndCollector", middle(of(side)));
        medians.put("replicasAndCollector", middle(withoutDatabases(side)));
        medians.put(
                "shopCollectorAndStore", middle(tax(Cost::ofTheShop, side, cost -> cost.collector() + cost.store())));
        return medians;
    }

    public static double middle(List<Double> ratios) {
        return Rounds.median(ratios, Double::doubleValue);
    }

    /** @param beside what of that side alone is counted beside what its kind takes */
    private List<Double> tax(ToDoubleFunction<Cost> shop, String side, ToDoubleFunction<Cost> beside) {
        return Rounds.values(
                rounds,
                round -> (mean(round, shop, AS_SHIPPED, AT_A_TENTH) + beside.applyAsDouble(of(round, side)))
                        / mean(round, shop, OFF, OFF_AGAIN));
    }

    private List<Double> shopsBesideEachOther(String one, String other) {
        return Rounds.values(
                rounds, round -> of(round, one).ofTheShop() / of(round, other).ofTheShop());
    }

    private static double mean(Map<String, Cost> round, ToDoubleFunction<Cost> of, String one, String other) {
        return (of.applyAsDouble(of(round, one)) + of.applyAsDouble(of(round, other))) / 2;
    }

    private static Cost of(Map<String, Cost> round, String side) {
        return Objects.requireNonNull(round.get(side), side);
    }
}
