package dev.watertight.drills;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/** What customers do all day, of every service something: what may be repeated and what may not. */
final class ShopLoad {
    private static final int WARM_UP = 300;

    private ShopLoad() {}

    static Load start() {
        var customer = Customer.register();
        var product = customer.anyProduct();
        return new Load()
                .every(Duration.ofMillis(50), "get", () -> customer.http().get("/products/" + product))
                .every(Duration.ofMillis(100), "rename", customer::rename)
                .every(
                        Duration.ofMillis(200),
                        "payments",
                        () -> customer.http().get("/payments?orderId=" + UUID.randomUUID()))
                .every(Duration.ofMillis(250), "order", () -> customer.orderOne(product, "tok_approve"))
                .every(Duration.ofSeconds(1), "log-in", customer::logIn);
    }

    /** What the edge tries again by itself when a replica dies. */
    static Load ofWhatMayBeRepeated() {
        var customer = Customer.register();
        var product = customer.anyProduct();
        return new Load()
                .every(Duration.ofMillis(100), "get", () -> customer.http().get("/products/" + product))
                .every(Duration.ofMillis(500), "order", () -> customer.orderOne(product, "tok_approve"))
                .every(Duration.ofSeconds(1), "log-in", customer::logIn);
    }

    /** Until young processes answer as quickly as those that have run for a while; what fails meanwhile does not count. */
    static void warmUp() {
        warmUp(ShopLoad::start, WARM_UP);
    }

    /** The same by so many requests of a load of one's own. */
    static void warmUp(Supplier<Load> start, int requests) {
        try (var load = start.get()) {
            await().atMost(Duration.ofMinutes(2)).until(() -> load.sent() > requests);
        }
    }
}
