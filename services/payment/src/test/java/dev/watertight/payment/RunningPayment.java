package dev.watertight.payment;

import com.google.errorprone.annotations.CompileTimeConstant;
import dev.watertight.chassis.Service;
import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.telemetry.Telemetry;
import dev.watertight.chassis.testing.Http;
import dev.watertight.chassis.testing.TestDatabase;
import dev.watertight.chassis.testing.TestServices;
import dev.watertight.chassis.testing.TestTelemetry;
import dev.watertight.chassis.testing.TestTokens;
import java.nio.file.Path;
import java.util.UUID;

/** Payment as a whole, on a real database, before an acquirer that does as it is told; and a customer. */
final class RunningPayment implements AutoCloseable {
    final TestTokens tokens = new TestTokens();
    final CardNetwork acquirer = new CardNetwork();
    final UUID customer = UUID.randomUUID();
    final UUID supporter = UUID.randomUUID();
    final Service service;
    final Database database;
    final Http http;
    final Http internal;
    private final Telemetry telemetry = TestTelemetry.create();

    RunningPayment(Path stateDir) {
        tokens.publishTo(stateDir);
        var schema = TestDatabase.migrated();
        database = new Database(schema, telemetry);
        service = PaymentMain.start(new PaymentConfig(
                TestServices.config("payment-1", stateDir),
                schema,
                TestTokens.CONFIG,
                new PaymentConfig.Outside(acquirer.url()),
                "EUR",
                2));
        http = new Http(service.http().publicPort());
        internal = new Http(service.http().internalPort());
    }

    /** The customer, logged in. */
    Http caller() {
        return http.bearer(tokens.of(customer));
    }

    String body(UUID orderId, long amount, String token) {
        return """
                {"orderId":"%s","customerId":"%s","amount":{"amount":%d,"currency":"EUR"},"paymentMethod":"%s"}
                """.formatted(orderId, customer, amount, token);
    }

    Http.Reply charge(UUID orderId, String token) {
        return internal.post("/charges", body(orderId, 1999, token));
    }

    /** Somebody of support, logged in. */
    Http support() {
        return http.bearer(tokens.of(supporter, "customer", "support"));
    }

    /** The id of an order's payment. */
    String paymentId(UUID orderId) {
        return internal.get("/charges/" + orderId).json().path("paymentId").asText();
    }

    /** A new order, charged 19.99. */
    UUID charged(String token) {
        var orderId = UUID.randomUUID();
        charge(orderId, token);
        return orderId;
    }

    static String refundBody(long amount) {
        return "{\"amount\":{\"amount\":%d,\"currency\":\"EUR\"},\"reason\":\"came broken\"}".formatted(amount);
    }

    /** Support gives back part of an order's charge. */
    Http.Reply refund(UUID orderId, String key, long amount) {
        return support()
                .with("Idempotency-Key", key)
                .post("/payments/" + paymentId(orderId) + "/refunds", refundBody(amount));
    }

    /** Order cancels. */
    Http.Reply cancel(UUID orderId) {
        return internal.post(
                "/charges/" + orderId + "/refund",
                "{\"customerId\":\"%s\",\"reason\":\"changed my mind\"}".formatted(customer));
    }

    /** The status of a charge, as another service sees it. */
    String status(UUID orderId) {
        return internal.get("/charges/" + orderId).json().path("status").asText();
    }

    /** One number from the database. */
    long number(@CompileTimeConstant String sql, Object... parameters) {
        return database.transaction(session -> session.first(sql, row -> row.number("n"), parameters))
                .orElseThrow();
    }

    @Override
    public void close() {
        service.close();
        acquirer.close();
        database.close();
        telemetry.close();
    }
}
