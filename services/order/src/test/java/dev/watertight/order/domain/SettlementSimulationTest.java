package dev.watertight.order.domain;

import org.junit.jupiter.api.Test;

/** Settlement in ten thousand histories. */
final class SettlementSimulationTest {
    private static final int HISTORIES = 10_000;

    @Test
    void balancesWhateverHappens() {
        for (long seed = 1; seed <= HISTORIES; seed++) {
            var history = seed;
            try {
                new SettlementHistory(history, new SettlementParts()).run().check();
            } catch (AssertionError e) {
                throw new AssertionError("the history with seed " + history, e);
            }
        }
    }
}
