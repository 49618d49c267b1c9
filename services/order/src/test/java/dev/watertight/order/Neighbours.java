package dev.watertight.order;

import dev.watertight.chassis.testing.FakeService;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Product and Payment, played by real servers. */
final class Neighbours implements AutoCloseable {
    private static final String HELD = """
            {"orderId":"019aa000-0000-7000-8000-000000000002","expiresAt":"2026-11-01T10:15:00Z","new":"field",
             "lines":[{"productId":"019aa000-0000-7000-8000-000000000001","quantity":2,"name":"Lamp",
                       "unitPrice":{"amount":999,"currency":"EUR"}}]}
            """;

    private final FakeService product = new FakeService(this::product);
    private final FakeService payment = new FakeService(this::payment);
    private volatile String refusal = "";
    private volatile boolean silent;
    private volatile CountDownLatch held = new CountDownLatch(0);
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger mostWaiting = new AtomicInteger();
    private volatile String lastTrace = "";

    void knownIn(Path stateDir) {
        product.knownAs("product", stateDir);
        payment.knownAs("payment", stateDir);
    }

    void behave() {
        refusal = "";
        silent = false;
    }

    /** The next order meets this reason. */
    void refuse(String reason) {
        refusal = reason;
    }

    /** Payment says nothing definite. */
    void silence() {
        silent = true;
    }

    /** Until it is closed Product answers nothing. */
    @FunctionalInterface
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    Hold hold() {
        mostWaiting.set(0);
        var latch = new CountDownLatch(1);
        held = latch;
        return latch::countDown;
    }

    /** How many waited at once for Product at the most. */
    int mostWaiting() {
        return mostWaiting.get();
    }

    /** The trace the last reservation came with. */
    String lastTrace() {
        return lastTrace;
    }

    @Override
    public void close() {
        product.close();
        payment.close();
    }

    private void product(HttpRouting.Builder routing) {
        routing.post("/reservations", this::reserve)
                .post(
                        "/reservations/{id}/commit",
                        (request, response) -> response.status(204).send())
                .delete(
                        "/reservations/{id}",
                        (request, response) -> response.status(204).send());
    }

    private void reserve(ServerRequest request, ServerResponse response) {
        lastTrace = request.headers()
                .first(HeaderNames.create("traceparent"))
                .map(parent -> parent.substring(3, 35))
                .orElse("");
        request.content().consume();
        awaitRelease();
        switch (refusal) {
            case "out-of-stock" -> problem(response, 409, refusal);
            case "unknown-product" -> problem(response, 422, refusal);
            default -> json(response, 201, HELD);
        }
    }

    private void awaitRelease() {
        mostWaiting.accumulateAndGet(waiting.incrementAndGet(), Math::max);
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.decrementAndGet();
        }
    }

    private void payment(HttpRouting.Builder routing) {
        routing.post("/charges", (request, response) -> {
            request.content().consume();
            if (silent) {
                json(response, 202, "{\"status\":\"unknown\"}");
            } else {
                json(
                        response,
                        201,
                        refusal.equals("payment-declined") ? "{\"status\":\"declined\"}" : "{\"status\":\"approved\"}");
            }
        });
        routing.post("/charges/{id}/refund", (request, response) -> {
            request.content().consume();
            if (silent) {
                json(response, 202, "{\"status\":\"refunding\"}");
            } else {
                json(response, 200, "{\"status\":\"refunded\",\"refunded\":{\"amount\":1998,\"currency\":\"EUR\"}}");
            }
        });
    }

    private static void problem(ServerResponse response, int status, String slug) {
        json(response, status, "{\"type\":\"urn:watertight:problem:" + slug + "\"}");
    }

    private static void json(ServerResponse response, int status, String body) {
        response.status(status)
                .header(HeaderNames.CONTENT_TYPE.defaultCase(), "application/json")
                .send(body);
    }
}
