package dev.watertight.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.watertight.chassis.testing.Http;
import dev.watertight.chassis.testing.OpenApi;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What customers and merchandisers do with Product, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProductServiceTest {
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
    void listsANewProduct() {
        var added = product.merchandiser().post("/products", RunningProduct.LAMP.formatted("NEW-1", "Oak Lamp"));
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.json().path("sku").asText()).isEqualTo("NEW-1");
        assertThat(added.json().at("/price/amount").asLong()).isEqualTo(999);
        assertThat(added.json().path("available").asLong()).isZero();
        var shown = product.http.get(added.header("Location"));
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.json()).isEqualTo(added.json());
        assertThat(shown.header("ETag")).isEqualTo(added.header("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void refusesASkuThatIsTaken() {
        product.merchandiser().post("/products", RunningProduct.LAMP.formatted("TAKEN", "One"));
        var second = product.merchandiser().post("/products", RunningProduct.LAMP.formatted("TAKEN", "Two"));
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.problem()).isEqualTo("sku-taken");
    }

    @Test
    void changesAListingForWhoSawItLast() {
        var path = product.lamp("Dim Lamp", 5);
        var merchandiser = product.merchandiser().with("If-Match", "\"1\"");
        var changed = merchandiser.send("PATCH", path, "{\"name\":\"Bright Lamp\"}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        assertThat(changed.json().path("name").asText()).isEqualTo("Bright Lamp");
        assertThat(changed.json().path("description").asText()).isEqualTo("Bright.");
        assertThat(product.http.get(path).json()).isEqualTo(changed.json());
        var stale = merchandiser.send("PATCH", path, "{\"name\":\"Late Lamp\"}");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(product.http.get(path).json()).isEqualTo(changed.json());
    }

    @Test
    void takesEveryFormOfIfMatch() {
        var path = product.lamp("Matched Lamp", 5);
        assertThat(patch(path, "W/\"1\"").status()).isEqualTo(412);
        assertThat(patch(path, "1").status()).isEqualTo(412);
        assertThat(patch(path, "\"7\", \"1\"").status()).isEqualTo(200);
        assertThat(patch(path, "*").header("ETag")).isEqualTo("\"3\"");
    }

    @Test
    void asksForIfMatch() {
        var reply = product.merchandiser().send("PATCH", product.lamp("Lamp", 1), "{\"name\":\"Any\"}");
        assertThat(reply.status()).isEqualTo(428);
        assertThat(reply.problem()).isEqualTo("precondition-required");
    }

    @Test
    void tellsWhoHasTheListingAlready() {
        var path = product.lamp("Known Lamp", 5);
        product.merchandiser().send("PUT", path + "/stock", "{\"onHand\":6}");
        for (var tag : new String[] {"\"1\"", "W/\"1\"", "\"0\", \"1\"", "*"}) {
            var reply = product.http.with("If-None-Match", tag).get(path);
            assertThat(reply.status()).as(tag).isEqualTo(304);
            assertThat(reply.body()).isEmpty();
            assertThat(reply.header("ETag")).isEqualTo("\"1\"");
        }
        assertThat(product.http.with("If-None-Match", "\"2\"").get(path).status())
                .isEqualTo(200);
    }

    @Test
    void setsTheStockAsOftenAsAsked() {
        var path = product.lamp("Stocked Lamp", 5);
        product.reserve(UUID.randomUUID(), path, 2);
        for (var i = 0; i < 2; i++) {
            var reply = product.merchandiser().send("PUT", path + "/stock", "{\"onHand\":7}");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("{\"onHand\":7,\"reserved\":2,\"available\":5}");
        }
        assertThat(product.available(path)).isEqualTo(5);
    }

    @Test
    void doesNotSetTheStockBelowWhatIsReserved() {
        var path = product.lamp("Popular Lamp", 5);
        product.reserve(UUID.randomUUID(), path, 3);
        var reply = product.merchandiser().send("PUT", path + "/stock", "{\"onHand\":2}");
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.problem()).isEqualTo("below-reserved");
        assertThat(product.available(path)).isEqualTo(2);
    }

    @Test
    void findsByWordAndCategoryAndPagesThrough() {
        for (var i = 0; i < 5; i++) {
            product.lamp("Zebrawood Lamp", 1);
        }
        var seen = new HashSet<String>();
        var path = "/products?category=lighting&q=ZEBRA&limit=2";
        var page = product.http.get(path).json();
        note(page, seen);
        for (var pages = 0; page.has("next"); pages++) {
            assertThat(pages).isLessThan(3);
            page = product.http
                    .get(path + "&after=" + page.path("next").asText())
                    .json();
            note(page, seen);
        }
        assertThat(seen).hasSize(5);
        assertThat(product.http.get("/products?category=toys&q=zebra").json().path("items"))
                .isEmpty();
        assertThat(product.http.get("/products?q=lamp%25").status()).isEqualTo(200);
    }

    @Test
    void servesTheApiItDocuments() {
        assertThat(product.http.get("/openapi.yaml").body()).contains("title: Product");
        assertThat(product.service.operations()).isEqualTo(OpenApi.operations());
    }

    @Test
    void loadsTheDemoCatalogueOnce() {
        for (var i = 0; i < 2; i++) {
            ProductMain.seed(product.config);
            assertThat(product.http
                            .get("/products?category=toys&limit=100")
                            .json()
                            .path("items"))
                    .hasSize(50)
                    .allMatch(toy -> toy.path("available").asLong() == 100_000);
        }
    }

    private Http.Reply patch(String path, String ifMatch) {
        return product.merchandiser()
                .with("If-Match", ifMatch)
                .send("PATCH", path, "{\"price\":{\"amount\":5,\"currency\":\"EUR\"}}");
    }

    private static void note(JsonNode page, Set<String> seen) {
        assertThat(page.path("items")).hasSizeLessThanOrEqualTo(2);
        page.path("items")
                .forEach(item -> assertThat(seen.add(item.path("id").asText())).isTrue());
    }
}
