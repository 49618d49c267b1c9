package dev.watertight.drills;

import dev.watertight.drills.bench.OpenLoad;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** Customers who all want the same. */
final class Crowd {
    private static final int ADDRESSES = 50;

    /** The deadline of a request; who waited longer is gone. */
    static final Duration IN_TIME = Duration.ofMillis(2_500);

    /** They keep two replicas of a small quota busy and make nobody wait long. */
    private static final int CALLERS = 16;

    /** So long it is looked for. */
    static final Duration PEAK = Duration.ofSeconds(10);

    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private Crowd() {}

    /** Reads pages of 20 products at a replica or an edge; says the status of each answer. */
    static IntSupplier listings(URI shop) {
        var http = new Http(shop).within(IN_TIME);
        return () -> http.get("/products?limit=20").status();
    }

    /** Asks for listings until what gives them is compiled. */
    static void warm(URI shop) {
        OpenLoad.saturate(CALLERS, WARM_UP, listings(shop));
    }

    /** How many listings are answered each second, in time, when each of some callers waits for its answer before it asks again. */
    static double peak(URI shop) {
        return OpenLoad.saturate(CALLERS, PEAK, listings(shop)).goodEachSecond(Duration.ZERO, PEAK, IN_TIME);
    }

    /**
     * Logs in with {@code credentials} from one address after the other, as the edge takes no more than ten log-ins a second
     * of each; says the status of each answer.
     */
    static IntSupplier logIns(Http shop, String credentials, Duration patience) {
        var turn = new AtomicInteger();
        var addresses = IntStream.rangeClosed(1, ADDRESSES)
                .mapToObj(number -> shop.from("127.0.1." + number).within(patience))
                .toList();
        return () -> addresses
                .get(turn.getAndIncrement() % ADDRESSES)
                .post("/sessions", credentials)
                .status();
    }

    /** Orders a product that does not exist, which asks Product once and is settled; says the status of each answer. */
    static IntSupplier ordersOfNothing(Http customer) {
        return () -> customer.with("Idempotency-Key", UUID.randomUUID().toString())
                .post("/orders", Customer.orderOf(UUID.randomUUID().toString(), 1, "tok_approve"))
                .status();
    }
}
