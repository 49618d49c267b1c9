package dev.watertight.product.http;

import dev.watertight.chassis.http.Violations;
import dev.watertight.product.domain.Listing;
import dev.watertight.product.domain.Product;

/** What the texts of a listing may be made of. */
final class Texts {
    private Texts() {}

    static void checkSku(String sku, Violations violations) {
        violations.require(
                sku.length() <= Product.MAX_SKU && sku.matches("[A-Za-z0-9][A-Za-z0-9._-]*"),
                "/sku",
                "must be 1 to " + Product.MAX_SKU + " letters, digits, dots, hyphens or underscores");
    }

    static void checkName(String name, Violations violations) {
        checkLine(name, Listing.MAX_NAME, violations, "/name");
    }

    static void checkCategory(String category, Violations violations) {
        checkLine(category, Listing.MAX_CATEGORY, violations, "/category");
    }

    static void checkDescription(String description, Violations violations) {
        violations
                .require(
                        description.length() <= Listing.MAX_DESCRIPTION,
                        "/description",
                        "must have at most " + Listing.MAX_DESCRIPTION + " characters")
                .requirePrintable(description.replace("\n", ""), "/description");
    }

    private static void checkLine(String text, int most, Violations violations, String pointer) {
        violations
                .require(
                        !text.isEmpty() && text.length() <= most && text.strip().equals(text),
                        pointer,
                        "must have 1 to " + most + " characters, and no space around them")
                .requirePrintable(text, pointer);
    }
}
