package dev.watertight.drills;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;

/** Somebody who has an account and is logged in. */
final class Customer {
    private final Http http;
    private final String id;
    private final String credentials;
    private final String token;

    private Customer(String token, String id, String credentials) {
        this.http = new Http(Addresses.edge()).bearer(token);
        this.id = id;
        this.credentials = credentials;
        this.token = token;
    }

    /** Registers somebody new and logs them in. */
    static Customer register() {
        var edge = new Http(Addresses.edge());
        var email = "drill-" + UUID.randomUUID() + "@example.com";
        var password = UUID.randomUUID().toString();
        var user = expect(201, edge.post("/users", registration(email, password)));
        var id = user.json().path("id").asText();
        var credentials = credentials(email, password);
        var session = expect(201, edge.post("/sessions", credentials));
        return new Customer(tokenIn(session), id, credentials);
    }

    /** Registers somebody new who has {@code role}. */
    static Customer withRole(String role) {
        var somebody = register();
        Operator.watertight("grant", somebody.id(), role);
        return somebody.renewed().orElseThrow();
    }

    /** Requests with this customer's token. */
    Http http() {
        return http;
    }

    /** Logs in once more. */
    Http.Reply logIn() {
        return http.post("/sessions", credentials);
    }

    /** What the edge may send once only. */
    Http.Reply rename() {
        return http.patch("/users/me", "{\"name\":\"Drill\"}");
    }

    /** Orders {@code quantity} of the first product listed; the key makes it repeatable. */
    Http.Reply order(String key, String paymentMethod, int quantity) {
        return http.with("Idempotency-Key", key).post("/orders", orderOf(anyProduct(), quantity, paymentMethod));
    }

    Http.Reply order(String paymentMethod) {
        return orderOne(anyProduct(), paymentMethod);
    }

    /** Orders one of a product, under a key of its own. */
    Http.Reply orderOne(String productId, String paymentMethod) {
        return http.with("Idempotency-Key", UUID.randomUUID().toString())
                .post("/orders", orderOf(productId, 1, paymentMethod));
    }

    /** The same one with a new token, if the log-in succeeds. */
    Optional<Customer> renewed() {
        try {
            var session = logIn();
            return session.status() == 201
                    ? Optional.of(new Customer(tokenIn(session), id, credentials))
                    : Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    String id() {
        return id;
    }

    /** What logs this customer in, as JSON. */
    String credentials() {
        return credentials;
    }

    String token() {
        return token;
    }

    /** The order at {@code location} once it is not pending any more. */
    JsonNode settled(String location) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> http.get(location), Customer::isSettled)
                .json();
    }

    String anyProduct() {
        return expect(200, http.get("/products?limit=1"))
                .json()
                .at("/items/0/id")
                .asText();
    }

    static String orderOf(String productId, int quantity, String paymentMethod) {
        return "{\"lines\":[{\"productId\":\"%s\",\"quantity\":%d}],\"paymentMethod\":\"%s\"}"
                .formatted(productId, quantity, paymentMethod);
    }

    /** What registers somebody, as JSON. */
    static String registration(String email, String password) {
        return "{\"email\":\"%s\",\"password\":\"%s\",\"name\":\"Drill\"}".formatted(email, password);
    }

    /** What logs somebody in, as JSON. */
    static String credentials(String email, String password) {
        return "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password);
    }

    /** A refusal has a status too, in its body. */
    static boolean isSettled(Http.Reply order) {
        return order.status() == 200 && !order.json().path("status").asText().equals("pending");
    }

    private static String tokenIn(Http.Reply session) {
        return session.json().path("accessToken").asText();
    }

    private static Http.Reply expect(int status, Http.Reply reply) {
        if (reply.status() != status) {
            throw new AssertionError("expected " + status + ", got " + reply.status() + ": " + reply.body());
        }
        return reply;
    }
}
