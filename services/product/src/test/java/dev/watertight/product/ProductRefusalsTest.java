package dev.watertight.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.testing.Http;
import dev.watertight.chassis.testing.TestTokens;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Product refuses, and that nothing is stored then. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProductRefusalsTest {
    private static final String GOOD = RunningProduct.LAMP.formatted("GOOD", "Good Lamp");

    private RunningProduct product;
    private String lamp;

    @BeforeAll
    void start(@TempDir Path stateDir) {
        product = new RunningProduct(stateDir);
        lamp = product.lamp("Steady Lamp", 5);
    }

    @AfterAll
    void stop() {
        product.close();
    }

    private static Stream<List<String>> refusedListings() {
        return Stream.of(
                List.of("422", "/surprise", GOOD.replace("{\"sku\"", "{\"surprise\":1,\"sku\"")),
                List.of("422", "/available", GOOD.replace("{\"sku\"", "{\"available\":1,\"sku\"")),
                List.of("422", "/sku", GOOD.replace("GOOD", "")),
                List.of("422", "/sku", GOOD.replace("GOOD", "with space")),
                List.of("422", "/sku", GOOD.replace("GOOD", "x".repeat(65))),
                List.of("422", "/sku", GOOD.replace("\"GOOD\"", "null")),
                List.of("422", "/sku", GOOD.replace("\"GOOD\"", "17")),
                List.of("422", "/name", GOOD.replace("Good Lamp", "")),
                List.of("422", "/name", GOOD.replace("Good Lamp", " Lamp")),
                List.of("422", "/name", GOOD.replace("Good Lamp", "x".repeat(201))),
                List.of("422", "/name", GOOD.replace("Good Lamp", "a\\u0000b")),
                List.of("422", "/name", GOOD.replace("Good Lamp", "a\\ud800b")),
                List.of("422", "/description", GOOD.replace("Bright.", "x".repeat(4001))),
                List.of("422", "/description", GOOD.replace("Bright.", "Bright\\u0007")),
                List.of("422", "/description", GOOD.replace("Bright.", "Bright\\udc00")),
                List.of("422", "/category", GOOD.replace("lighting", "light\\ning")),
                List.of("422", "/category", GOOD.replace("lighting", "x".repeat(65))),
                List.of("422", "/category", GOOD.replace("\"lighting\"", "[]")),
                List.of("422", "/price/amount", GOOD.replace("999", "-1")),
                List.of("422", "/price/amount", GOOD.replace("999", "1000000001")),
                List.of("422", "/price/amount", GOOD.replace("999", "1000000000001")),
                List.of("422", "/price/amount", GOOD.replace("999", "9223372036854775807")),
                List.of("422", "/price/amount", GOOD.replace("999", "9.99")),
                List.of("422", "/price/amount", GOOD.replace("999", "\"999\"")),
                List.of("422", "/price/amount", GOOD.replace("999", "99999999999999999999")),
                List.of("422", "/price/currency", GOOD.replace("EUR", "USD")),
                List.of("400", "", "{\"sku\":"),
                List.of("400", "", GOOD + "x"),
                List.of("422", "", "null"),
                List.of("422", "/name", GOOD.replace("\"Good Lamp\"", "[".repeat(500) + "]".repeat(500))),
                List.of("413", "", GOOD.replace("Bright.", "x".repeat(70_000))));
    }

    @ParameterizedTest
    @MethodSource("refusedListings")
    void refusesABadListing(List<String> row) {
        assertRefused(product.merchandiser().post("/products", row.get(2)), row);
    }

    private static Stream<List<String>> refusedChanges() {
        return Stream.of(
                List.of("422", "", "{}"),
                List.of("422", "/sku", "{\"sku\":\"OTHER\"}"),
                List.of("422", "/name", "{\"name\":\"\"}"),
                List.of("422", "/price/amount", "{\"price\":{\"currency\":\"EUR\"}}"),
                List.of("422", "/price/currency", "{\"price\":{\"amount\":1}}"),
                List.of("422", "/price/amount", "{\"price\":{\"amount\":1000000001,\"currency\":\"EUR\"}}"),
                List.of("422", "/price/amount", "{\"price\":{\"amount\":1000000000001,\"currency\":\"EUR\"}}"),
                List.of("422", "/price/amount", "{\"price\":{\"amount\":9223372036854775807,\"currency\":\"EUR\"}}"),
                List.of("400", "", "{"));
    }

    @ParameterizedTest
    @MethodSource("refusedChanges")
    void refusesABadChange(List<String> row) {
        assertRefused(product.merchandiser().with("If-Match", "\"1\"").send("PATCH", lamp, row.get(2)), row);
    }

    private static Stream<List<String>> refusedStocks() {
        return Stream.of(
                List.of("422", "/onHand", "{}"),
                List.of("422", "/onHand", "{\"onHand\":-1}"),
                List.of("422", "/onHand", "{\"onHand\":1000000001}"),
                List.of("422", "/onHand", "{\"onHand\":9223372036854775807}"),
                List.of("422", "/onHand", "{\"onHand\":1.5}"),
                List.of("422", "/delta", "{\"delta\":1}"));
    }

    @ParameterizedTest
    @MethodSource("refusedStocks")
    void refusesABadStock(List<String> row) {
        assertRefused(product.merchandiser().send("PUT", lamp + "/stock", row.get(2)), row);
    }

    private static Stream<List<String>> refusedReservations() {
        var line = "{\"productId\":\"" + UUID.randomUUID() + "\",\"quantity\":1}";
        var good = "{\"orderId\":\"" + UUID.randomUUID() + "\",\"lines\":[" + line + "]}";
        return Stream.of(
                List.of("422", "/orderId", "{\"lines\":[" + line + "]}"),
                List.of("422", "/lines", good.replace(line, "")),
                List.of("422", "/lines", good.replace(line, line + ("," + line).repeat(50))),
                List.of("422", "/lines/1/productId", good.replace(line, line + "," + line)),
                List.of("422", "/lines/0/quantity", good.replace(":1}", ":0}")),
                List.of("422", "/lines/0/quantity", good.replace(":1}", ":-1}")),
                List.of("422", "/lines/0/quantity", good.replace(":1}", ":1000000000}")),
                List.of("422", "/lines/0/productId", good.replace(line, "null")),
                List.of("400", "", good.replace("]}", "")));
    }

    @ParameterizedTest
    @MethodSource("refusedReservations")
    void refusesABadReservation(List<String> row) {
        assertRefused(product.order.post("/reservations", row.get(2)), row);
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        var reply = product.merchandiser().post("/products", "{}");
        assertThat(reply.json().path("errors").findValuesAsText("pointer"))
                .containsExactly("/sku", "/name", "/category", "/price/amount", "/price/currency");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/products?limit=0",
                "/products?limit=101",
                "/products?after=x",
                "/products?q=%21%21",
                "/products?q=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                        + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                        + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "/products?category=ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
            })
    void refusesABadQuestion(String path) {
        assertThat(product.http.get(path).status()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/products/1",
                "/products/1-1-1-1-1",
                "/products/019aa000-0000-7000-8000-0000000000ff",
                "/products/x/y",
                "/nowhere"
            })
    void findsNothingUnderWhatIsNoId(String path) {
        assertThat(product.http.get(path).status()).isEqualTo(404);
    }

    @Test
    void changesNothingThatIsNotThere() {
        var absent = "/products/" + UUID.randomUUID();
        var merchandiser = product.merchandiser().with("If-Match", "*");
        assertThat(merchandiser.send("PATCH", absent, "{\"name\":\"Any\"}").status())
                .isEqualTo(404);
        assertThat(merchandiser.send("PUT", absent + "/stock", "{\"onHand\":1}").status())
                .isEqualTo(404);
    }

    @Test
    void letsOnlyMerchandisersWrite() {
        var expired = product.tokens.sign(product.tokens
                .claims(UUID.randomUUID(), "merchandiser")
                .expirationTime(Date.from(Instant.EPOCH))
                .build());
        for (var caller : List.of(
                product.http,
                product.http.bearer(expired),
                product.http.bearer(new TestTokens().of(UUID.randomUUID(), "merchandiser")))) {
            assertThat(writes(caller)).containsOnly(401);
        }
        assertThat(writes(product.customer())).containsOnly(403);
        assertThat(product.http.get(lamp).header("ETag")).isEqualTo("\"1\"");
        assertThat(product.available(lamp)).isEqualTo(5);
    }

    @Test
    void namesTheMethodsOfAPath() {
        var reply = product.http.delete(lamp);
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("GET, PATCH");
    }

    @Test
    void refusesABodyThatIsNotJson() {
        var reply = product.merchandiser().with("Content-Type", "text/xml").post("/products", "<p/>");
        assertThat(reply.status()).isEqualTo(415);
    }

    private List<Integer> writes(Http caller) {
        var matching = caller.with("If-Match", "\"1\"");
        return List.of(
                matching.post("/products", GOOD).status(),
                matching.send("PATCH", lamp, "{\"name\":\"Mine\"}").status(),
                matching.send("PUT", lamp + "/stock", "{\"onHand\":1}").status());
    }

    private void assertRefused(Http.Reply reply, List<String> row) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(Integer.parseInt(row.getFirst()));
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo(row.get(1));
        assertThat(reply.body()).doesNotContainIgnoringCase("exception").doesNotContain("SELECT");
        assertThat(product.http.get("/products").json().path("items")).hasSize(1);
        assertThat(product.http.get(lamp).header("ETag")).isEqualTo("\"1\"");
        assertThat(product.available(lamp)).isEqualTo(5);
    }
}
