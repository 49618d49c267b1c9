package dev.watertight.acquirer.domain;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/** The books in memory, with the same promises as those in a file, but for lasting. */
public final class InMemoryBooks implements Books {
    private final Map<String, String> requests = new HashMap<>();
    private final Map<String, Charge> charges = new HashMap<>();
    private final Map<String, Refund> refunds = new HashMap<>();

    @Override
    public synchronized Seen remember(String key, String request) {
        var before = requests.putIfAbsent(key, request);
        if (before == null) {
            return Seen.FIRST;
        }
        return before.equals(request) ? Seen.REPEATED : Seen.OTHERWISE;
    }

    @Override
    public synchronized Optional<Charge> charge(String key) {
        return Optional.ofNullable(charges.get(key));
    }

    @Override
    public synchronized long refunded(String chargeKey) {
        return refunds.values().stream()
                .filter(refund -> refund.chargeKey().equals(chargeKey) && refund.decline() == null)
                .mapToLong(refund -> refund.amount().amount())
                .sum();
    }

    @Override
    public synchronized Charge record(Charge decided) {
        return charges.computeIfAbsent(decided.key(), _ -> decided);
    }

    @Override
    public synchronized Refund record(String key, Charge charge, LongFunction<Refund> decide) {
        var refunded = refunded(charge.key());
        return refunds.computeIfAbsent(key, _ -> decide.apply(refunded));
    }
}
