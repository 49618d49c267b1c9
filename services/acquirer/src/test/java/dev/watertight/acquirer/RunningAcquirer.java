package dev.watertight.acquirer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.watertight.chassis.testing.Http;
import dev.watertight.chassis.testing.TestTelemetry;
import java.nio.file.Path;
import java.util.List;

/** The acquirer as a whole, on a free port. */
final class RunningAcquirer implements AutoCloseable {
    private final Acquirer acquirer;
    final Http http;

    RunningAcquirer(Path folder) {
        acquirer = AcquirerMain.start(new AcquirerConfig(
                "acquirer-1",
                new AcquirerConfig.Listen("127.0.0.1", 0),
                folder.resolve("acquirer.db"),
                TestTelemetry.CONFIG));
        http = new Http(acquirer.server().publicPort());
    }

    static String body(long amount, String token) {
        return "{\"amount\":{\"amount\":%d,\"currency\":\"EUR\"},\"paymentMethod\":\"%s\"}".formatted(amount, token);
    }

    Http.Reply charge(String key, String token) {
        return http.with("Idempotency-Key", key).post("/charges", body(1999, token));
    }

    Http.Reply refund(String key, String chargeKey, long amount) {
        return http.with("Idempotency-Key", key)
                .post(
                        "/refunds",
                        "{\"chargeKey\":\"%s\",\"amount\":{\"amount\":%d,\"currency\":\"EUR\"}}"
                                .formatted(chargeKey, amount));
    }

    /** The decision about a charge as it was answered first: without what went back since. */
    String decision(String key) {
        var found = (ObjectNode) http.get("/charges/" + key).json();
        return found.without(List.of("refunded")).toString();
    }

    @Override
    public void close() {
        acquirer.close();
    }
}
