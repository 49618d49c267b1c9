package dev.watertight.order;

import dev.watertight.chassis.Service;
import dev.watertight.chassis.testing.Http;
import dev.watertight.chassis.testing.TestDatabase;
import dev.watertight.chassis.testing.TestServices;
import dev.watertight.chassis.testing.TestTokens;
import java.nio.file.Path;
import java.util.UUID;

/** Order as a whole, on a real database, between a Product and a Payment that do as they are told; and a customer. */
final class RunningOrder implements AutoCloseable {
    static final UUID LAMP = UUID.fromString("019aa000-0000-7000-8000-000000000001");
    static final String LAMPS =
            "{\"lines\":[{\"productId\":\"" + LAMP + "\",\"quantity\":2}],\"paymentMethod\":\"tok_approve\"}";

    /** As in the shop. */
    static final int MOST_AT_ONCE = 32;

    final TestTokens tokens = new TestTokens();
    final Neighbours neighbours = new Neighbours();
    final UUID customer = UUID.randomUUID();
    final Service service;
    final Http http;

    RunningOrder(Path stateDir) {
        tokens.publishTo(stateDir);
        neighbours.knownIn(stateDir);
        service = OrderMain.start(new OrderConfig(
                TestServices.config("order-1", stateDir, MOST_AT_ONCE),
                TestDatabase.migrated(),
                TestTokens.CONFIG,
                "EUR",
                1));
        http = new Http(service.http().publicPort());
    }

    /** The customer, logged in. */
    Http caller() {
        return http.bearer(tokens.of(customer));
    }

    /** Somebody else, logged in. */
    Http stranger() {
        return http.bearer(tokens.of(UUID.randomUUID()));
    }

    Http.Reply place(String key) {
        return caller().with("Idempotency-Key", key).post("/orders", LAMPS);
    }

    @Override
    public void close() {
        service.close();
        neighbours.close();
    }
}
