package dev.watertight.product.domain;

/** What a product says of itself; its stock is no part of it. */
public record Listing(String name, String description, String category, Money price) {
    public static final int MAX_NAME = 200;
    public static final int MAX_DESCRIPTION = 4000;
    public static final int MAX_CATEGORY = 64;
    public static final long MAX_PRICE = 1_000_000_000;

    public Listing {
        requireLength("name", name, 1, MAX_NAME);
        requireLength("description", description, 0, MAX_DESCRIPTION);
        requireLength("category", category, 1, MAX_CATEGORY);
        if (price.amount() > MAX_PRICE) {
            throw new IllegalArgumentException("a price is at most " + MAX_PRICE);
        }
    }

    private static void requireLength(String what, String text, int least, int most) {
        if (text.length() < least || text.length() > most) {
            throw new IllegalArgumentException(what + " must have " + least + " to " + most + " characters");
        }
    }
}
