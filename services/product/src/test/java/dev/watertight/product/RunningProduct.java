package dev.watertight.product;

import dev.watertight.chassis.Service;
import dev.watertight.chassis.testing.Http;
import dev.watertight.chassis.testing.TestDatabase;
import dev.watertight.chassis.testing.TestServices;
import dev.watertight.chassis.testing.TestTokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** Product as a whole, on a real database; a merchandiser, a customer, and Order on the internal socket. */
final class RunningProduct implements AutoCloseable {
    static final String LAMP = """
            {"sku":"%s","name":"%s","description":"Bright.","category":"lighting",
             "price":{"amount":999,"currency":"EUR"}}
            """;

    final TestTokens tokens = new TestTokens();
    final ProductConfig config;
    final Service service;
    final Http http;
    final Http order;

    RunningProduct(Path stateDir) {
        tokens.publishTo(stateDir);
        config = new ProductConfig(
                TestServices.config("product-1", stateDir),
                TestDatabase.migrated(),
                TestTokens.CONFIG,
                "EUR",
                Duration.ofMinutes(15));
        service = ProductMain.start(config);
        http = new Http(service.http().publicPort());
        order = new Http(service.http().internalPort());
    }

    Http merchandiser() {
        return http.bearer(tokens.of(UUID.randomUUID(), "customer", "merchandiser"));
    }

    Http customer() {
        return http.bearer(tokens.of(UUID.randomUUID(), "customer"));
    }

    /** A new lamp, of which there are so many; answers its path. */
    String lamp(String name, int onHand) {
        var path = merchandiser()
                .post("/products", LAMP.formatted(UUID.randomUUID(), name))
                .header("Location");
        merchandiser().send("PUT", path + "/stock", "{\"onHand\":" + onHand + "}");
        return path;
    }

    long available(String path) {
        return http.get(path).json().path("available").asLong();
    }

    Http.Reply reserve(UUID orderId, String path, int quantity) {
        return order.post("/reservations", """
                {"orderId":"%s","lines":[{"productId":"%s","quantity":%d}]}
                """.formatted(orderId, path.replace("/products/", ""), quantity));
    }

    @Override
    public void close() {
        service.close();
    }
}
