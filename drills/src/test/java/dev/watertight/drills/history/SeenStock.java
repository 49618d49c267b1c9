package dev.watertight.drills.history;

/** Units of a product one could buy, before everything and after. */
public record SeenStock(String productId, long before, long after) {}
