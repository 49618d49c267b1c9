package dev.watertight.drills;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a drill buys.
 *
 * @param usual more of it than anybody buys
 * @param scarce less of it than is asked for
 */
record Goods(List<Product> usual, Product scarce) {
    private static final int USUAL = 6;
    /** @param price in minor units */
    record Product(String id, long price, long available) {
        static Product of(JsonNode json) {
            return new Product(
                    json.path("id").asText(),
                    json.at("/price/amount").asLong(),
                    json.path("available").asLong());
        }
    }

    /** Chooses from the catalogue, and adds something of which there are only {@code units}. */
    static Goods choose(int units) {
        var http = Customer.withRole("merchandiser").http();
        var usual = StreamSupport.stream(
                        http.get("/products?limit=" + USUAL)
                                .json()
                                .path("items")
                                .spliterator(),
                        false)
                .map(Product::of)
                .toList();
        var sku = UUID.randomUUID().toString().substring(0, 8);
        var scarce = Product.of(http.post("/products", """
                {"sku":"DRILL-%s","name":"Scarce","category":"drill","price":{"amount":777,"currency":"EUR"}}""".formatted(sku)).json());
        http.put("/products/" + scarce.id() + "/stock", "{\"onHand\":%d}".formatted(units));
        return new Goods(usual, new Product(scarce.id(), scarce.price(), units));
    }

    List<Product> all() {
        return Stream.concat(usual.stream(), Stream.of(scarce)).toList();
    }
}
