package dev.watertight.drills;

/**
 * How much a drill does.
 *
 * @param keys of the drill of copies
 */
record Scale(boolean isLong, long seed, int orders, int kills, int ordersPerSecond, int keys) {
    /** The short one, unless {@code -Dwatertight.drill.long=true} asks for the long one; numbers may be given too. */
    static Scale asked() {
        var isLong = Boolean.getBoolean("watertight.drill.long");
        return new Scale(
                isLong,
                Long.getLong("watertight.drill.seed", System.currentTimeMillis() % 1_000_000),
                Integer.getInteger("watertight.drill.orders", isLong ? 20_000 : 2_000),
                Integer.getInteger("watertight.drill.kills", isLong ? 200 : 20),
                Integer.getInteger("watertight.drill.rate", 14),
                Integer.getInteger("watertight.drill.keys", isLong ? 1_000 : 100));
    }
}
