package dev.watertight.product.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/** A thousand made-up products, the same ones every time. */
public final class DemoCatalogue {
    /** Units of each: enough to sell from for days. */
    public static final long ON_HAND = 100_000;

    static final int SIZE = 1000;

    private static final long SEED = 20_260_101;
    private static final Instant LISTED_FROM = Instant.parse("2026-01-01T08:00:00Z");
    private static final int SECONDS_BETWEEN = 60;

    private DemoCatalogue() {}

    /** One thing of an aisle, in one of the aisle's makes. */
    private record Item(DemoAisle aisle, String make, String thing) {
        String name() {
            return make + " " + thing;
        }

        String description() {
            return "%s. %s".formatted(name(), aisle.promise());
        }
    }

    public static List<Product> products(String currency) {
        var random = new Random(SEED);
        var perAisle = SIZE / DemoAisle.ALL.size();
        var aisles = DemoAisle.ALL.stream()
                .map(aisle -> items(aisle, random).subList(0, perAisle))
                .toList();
        // In turn, so that any page of the list shows something of everything.
        return IntStream.range(0, SIZE)
                .mapToObj(number -> {
                    var aisle = aisles.get(number % aisles.size());
                    return product(number, aisle.get(number / aisles.size()), currency, random);
                })
                .toList();
    }

    private static List<Item> items(DemoAisle aisle, Random random) {
        var items = new ArrayList<Item>();
        aisle.things().forEach(thing -> aisle.makes().forEach(make -> items.add(new Item(aisle, make, thing))));
        Collections.shuffle(items, random);
        return items;
    }

    private static Product product(int number, Item item, String currency, Random random) {
        var aisle = item.aisle();
        var sku = "%s-%04d".formatted(aisle.code(), number + 1);
        var price = new Money(price(aisle, random), currency);
        var listing = new Listing(item.name(), item.description(), aisle.category(), price);
        return Product.listed(id(number, random), sku, listing);
    }

    /** Ends in 49 or 99, as prices do. */
    private static long price(DemoAisle aisle, Random random) {
        var halves = random.nextInt(aisle.cheapest() * 2, aisle.dearest() * 2);
        return halves * 50L + 49;
    }

    /** As a UUIDv7 made when the product was listed. */
    private static UUID id(int number, Random random) {
        var millis = LISTED_FROM.plusSeconds((long) number * SECONDS_BETWEEN).toEpochMilli();
        var version7 = 0x7000L | random.nextInt(1 << 12);
        var variant2 = 0x8000_0000_0000_0000L | random.nextLong() >>> 2;
        return new UUID(millis << 16 | version7, variant2);
    }
}
