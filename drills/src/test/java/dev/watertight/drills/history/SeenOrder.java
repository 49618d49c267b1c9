package dev.watertight.drills.history;

import java.util.Map;

/**
 * An order as the shop shows it when all is over.
 *
 * @param total in minor units; 0 while unknown
 * @param quantities by product
 */
public record SeenOrder(String customer, String id, String status, long total, Map<String, Integer> quantities) {
    boolean is(String wanted) {
        return status.equals(wanted);
    }

    /** Nothing will happen to it any more by itself. */
    public boolean isTerminal() {
        return is("confirmed") || is("rejected") || is("cancelled");
    }
}
