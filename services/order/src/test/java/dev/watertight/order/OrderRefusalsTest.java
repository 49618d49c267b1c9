package dev.watertight.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.testing.TestTokens;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Order refuses, and that nothing is stored then. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OrderRefusalsTest {
    private RunningOrder order;

    @BeforeAll
    void start(@TempDir Path stateDir) {
        order = new RunningOrder(stateDir);
    }

    @AfterAll
    void stop() {
        order.close();
    }

    private static List<List<String>> refusedBodies() {
        var line = "{\"productId\":\"" + RunningOrder.LAMP + "\",\"quantity\":%s}";
        var order = "{\"lines\":[" + line + "],\"paymentMethod\":\"tok_approve\"}";
        return List.of(
                List.of("422", "/surprise", "{\"surprise\":1," + RunningOrder.LAMPS.substring(1)),
                List.of("422", "/lines", "{\"lines\":\"none\",\"paymentMethod\":\"tok_approve\"}"),
                List.of("422", "/lines", "{\"lines\":[],\"paymentMethod\":\"tok_approve\"}"),
                List.of("422", "/lines/0/quantity", order.formatted("0")),
                List.of("422", "/lines/0/quantity", order.formatted("-1")),
                List.of("422", "/lines/0/quantity", order.formatted("1000000000")),
                List.of("422", "/lines/0/quantity", order.formatted("99999999999")),
                List.of("422", "/lines/0/quantity", order.formatted("1.5")),
                List.of("422", "/lines/0/quantity", order.formatted("\"2\"")),
                List.of("422", "/lines/0", "{\"lines\":[null],\"paymentMethod\":\"tok_approve\"}"),
                List.of(
                        "422",
                        "/lines/0/productId",
                        order.formatted("1").replace(RunningOrder.LAMP.toString(), "lamp")),
                List.of("422", "/paymentMethod", "{\"lines\":[" + line.formatted("1") + "]}"),
                List.of(
                        "422",
                        "/lines/1/productId",
                        "{\"lines\":[" + line.formatted("1") + "," + line.formatted("2")
                                + "],\"paymentMethod\":\"tok_approve\"}"),
                List.of(
                        "422",
                        "/lines",
                        "{\"lines\":[" + String.join(",", java.util.Collections.nCopies(51, line.formatted("1")))
                                + "],\"paymentMethod\":\"tok_approve\"}"),
                List.of("400", "", "{\"lines\":"),
                List.of("400", "", RunningOrder.LAMPS + "x"),
                List.of("422", "", "[".repeat(500) + "]".repeat(500)),
                List.of("422", "/lines/0", "{\"lines\":" + "[".repeat(500) + "]".repeat(500) + "}"),
                List.of("413", "", "{\"paymentMethod\":\"" + "x".repeat(70_000) + "\"}"));
    }

    @ParameterizedTest
    @MethodSource("refusedBodies")
    void refusesABadBody(List<String> row) {
        var before = order.caller().get("/orders").body();
        var reply = order.caller()
                .with("Idempotency-Key", UUID.randomUUID().toString())
                .post("/orders", row.get(2));
        assertThat(reply.status()).as(reply.body()).isEqualTo(Integer.parseInt(row.getFirst()));
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo(row.get(1));
        assertThat(order.caller().get("/orders").body()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space"})
    void refusesABadKey(String key) {
        var reply = order.caller().with("Idempotency-Key", key).post("/orders", RunningOrder.LAMPS);
        assertThat(reply.status()).isEqualTo(400);
    }

    @Test
    void refusesAKeyOf300Characters() {
        assertThat(order.place("k".repeat(300)).status()).isEqualTo(400);
        assertThat(order.place("k".repeat(255)).status()).isEqualTo(201);
    }

    @Test
    void refusesAnOrderWithoutAKey() {
        assertThat(order.caller().post("/orders", RunningOrder.LAMPS).problem()).isEqualTo("idempotency-key-required");
    }

    @Test
    void refusesABodyThatIsNotJson() {
        var reply = order.caller()
                .with("Idempotency-Key", "xml")
                .with("Content-Type", "text/xml")
                .post("/orders", "<o/>");
        assertThat(reply.status()).isEqualTo(415);
    }

    @Test
    void refusesWhoBringsNoTokenOrABadOne() {
        var expired = order.tokens.sign(order.tokens
                .claims(order.customer)
                .expirationTime(java.util.Date.from(java.time.Instant.EPOCH))
                .build());
        for (var caller : List.of(
                order.http,
                order.http.bearer("x.y.z"),
                order.http.bearer(expired),
                order.http.bearer(new TestTokens().of(order.customer)))) {
            var reply = caller.get("/orders");
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.problem()).isEqualTo("unauthorized");
        }
    }
}
