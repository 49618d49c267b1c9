package dev.watertight.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.testing.Http;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What Order does with Product, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReservationServiceTest {
    private RunningProduct product;

    @BeforeAll
    void start(@TempDir Path stateDir) {
        product = new RunningProduct(stateDir);
    }

    @AfterAll
    void stop() {
        product.close();
    }

    @Test
    void reservesAsOrderUnderstandsIt() {
        var path = product.lamp("Wanted Lamp", 5);
        var order = UUID.randomUUID();
        var held = product.reserve(order, path, 2);
        assertThat(held.status()).isEqualTo(201);
        assertThat(held.json().path("orderId").asText()).isEqualTo(order.toString());
        assertThat(held.json().at("/lines/0/name").asText()).isEqualTo("Wanted Lamp");
        assertThat(held.json().at("/lines/0/quantity").asInt()).isEqualTo(2);
        assertThat(held.json().at("/lines/0/unitPrice/amount").asLong()).isEqualTo(999);
        assertThat(held.json().at("/lines/0/unitPrice/currency").asText()).isEqualTo("EUR");
        var left = Duration.between(
                Instant.now(), Instant.parse(held.json().path("expiresAt").asText()));
        assertThat(left).isBetween(Duration.ofMinutes(14), Duration.ofMinutes(15));
        assertThat(product.reserve(order, path, 2).body()).isEqualTo(held.body());
        assertThat(product.available(path)).isEqualTo(3);
    }

    @Test
    void takesAndGivesBack() {
        var path = product.lamp("Returned Lamp", 5);
        var order = UUID.randomUUID();
        product.reserve(order, path, 2);
        for (var i = 0; i < 2; i++) {
            assertThat(product.order
                            .post("/reservations/" + order + "/commit", "")
                            .status())
                    .isEqualTo(204);
            assertThat(product.available(path)).isEqualTo(3);
        }
        for (var i = 0; i < 2; i++) {
            assertThat(product.order.delete("/reservations/" + order).status()).isEqualTo(204);
            assertThat(product.available(path)).isEqualTo(5);
        }
        assertThat(product.reserve(order, path, 2).problem()).isEqualTo("reservation-released");
        var late = product.order.post("/reservations/" + order + "/commit", "");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.problem()).isEqualTo("reservation-released");
    }

    @Test
    void refusesWhatComesAfterItsRelease() {
        var path = product.lamp("Late Lamp", 5);
        var order = UUID.randomUUID();
        assertThat(product.order.delete("/reservations/" + order).status()).isEqualTo(204);
        var late = product.reserve(order, path, 1);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.problem()).isEqualTo("reservation-released");
        assertThat(product.available(path)).isEqualTo(5);
    }

    @Test
    void namesTheLinesThatAreOutOfStock() {
        var there = product.lamp("Common Lamp", 5).replace("/products/", "");
        var rare = product.lamp("Rare Lamp", 1).replace("/products/", "");
        var reply = product.order.post("/reservations", """
                {"orderId":"%s","lines":[{"productId":"%s","quantity":5},{"productId":"%s","quantity":2}]}
                """.formatted(UUID.randomUUID(), there, rare));
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.problem()).isEqualTo("out-of-stock");
        assertThat(reply.json().path("errors")).hasSize(1);
        assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo("/lines/1");
        assertThat(product.available("/products/" + there)).isEqualTo(5);
    }

    @Test
    void refusesAnUnknownProduct() {
        var reply = product.reserve(UUID.randomUUID(), UUID.randomUUID().toString(), 1);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.problem()).isEqualTo("unknown-product");
        assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo("/lines/0");
    }

    @Test
    void refusesOtherLinesForTheSameOrder() {
        var path = product.lamp("Changing Lamp", 5);
        var order = UUID.randomUUID();
        product.reserve(order, path, 1);
        assertThat(product.reserve(order, path, 2).problem()).isEqualTo("reservation-differs");
    }

    @Test
    void takesNothingForAnOrderItNeverHeardOf() {
        assertThat(product.order
                        .post("/reservations/" + UUID.randomUUID() + "/commit", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void tellsWhatBecameOfAnOrder() {
        var lamp = product.lamp("Followed Lamp", 5);
        var order = UUID.randomUUID();
        var path = "/reservations/" + order;
        assertThat(product.order.get(path).status()).isEqualTo(404);
        var expiresAt = product.reserve(order, lamp, 2).json().path("expiresAt").asText();
        var held = product.order.get(path);
        assertThat(held.status()).isEqualTo(200);
        assertThat(held.body()).isEqualTo("""
                {"orderId":"%s","status":"held","expiresAt":"%s","lines":[\
                {"productId":"%s","quantity":2,"unitPrice":{"amount":999,"currency":"EUR"}}]}""".formatted(order, expiresAt, lamp.replace("/products/", "")));
        product.order.post(path + "/commit", "");
        assertThat(status(order)).isEqualTo("committed");
        product.order.delete(path);
        assertThat(status(order)).isEqualTo("released");
        assertThat(product.http.get(path).status()).isEqualTo(404);
        assertThat(product.order.get("/reservations/x").status()).isEqualTo(404);
    }

    @Test
    void tellsWhyAnOrderHoldsNothing() {
        var lacking = UUID.randomUUID();
        product.reserve(lacking, product.lamp("Missing Lamp", 0), 1);
        assertThat(status(lacking)).isEqualTo("out-of-stock");
        var unknown = UUID.randomUUID();
        product.reserve(unknown, UUID.randomUUID().toString(), 1);
        assertThat(status(unknown)).isEqualTo("unknown-product");
        assertThat(product.order
                        .get("/reservations/" + unknown)
                        .json()
                        .at("/lines/0")
                        .has("unitPrice"))
                .isFalse();
        var gone = UUID.randomUUID();
        product.order.delete("/reservations/" + gone);
        assertThat(product.order.get("/reservations/" + gone).body()).isEqualTo("""
                {"orderId":"%s","status":"released","expiresAt":"1970-01-01T00:00:00Z","lines":[]}""".formatted(gone));
    }

    @Test
    void readsWhatANewerOrderSends() {
        var id = product.lamp("Future Lamp", 5).replace("/products/", "");
        var reply = product.order.post("/reservations", """
                {"orderId":"%s","priority":1,"lines":[{"productId":"%s","quantity":1,"gift":true}]}
                """.formatted(UUID.randomUUID(), id));
        assertThat(reply.status()).isEqualTo(201);
    }

    @Test
    void keepsReservationsFromThePublic() {
        assertThat(product.http.post("/reservations", "{}").status()).isEqualTo(404);
    }

    @Test
    void countsReservationsByOutcome() {
        var path = product.lamp("Counted Lamp", 2);
        product.reserve(UUID.randomUUID(), path, 1);
        product.reserve(UUID.randomUUID(), path, 2);
        var metrics =
                new Http(product.service.http().adminPort()).get("/metrics").body();
        assertThat(metrics)
                .containsPattern("products_reservations_total\\{outcome=\"reserved\"} [1-9]")
                .containsPattern("products_reservations_total\\{outcome=\"out_of_stock\"} [1-9]")
                .contains("products_reservations_total{outcome=\"expired\"} 0.0")
                .contains("http_route=\"/reservations\"");
    }

    private String status(UUID order) {
        return product.order.get("/reservations/" + order).json().path("status").asText();
    }
}
