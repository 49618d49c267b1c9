package dev.watertight.product.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.product.domain.DemoCatalogue;
import dev.watertight.product.domain.Product;
import dev.watertight.product.domain.Products;
import dev.watertight.product.domain.ProductsContract;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MySqlProductsTest extends ProductsContract {
    private final ProductTables tables = new ProductTables();

    @Override
    protected Products products() {
        return tables.products;
    }

    @AfterEach
    void empty() {
        tables.empty();
    }

    @AfterAll
    void close() {
        tables.close();
    }

    @Test
    void writesDownEveryChangeOfStockAndWhoMadeIt() {
        var product = DemoCatalogue.products("EUR").getFirst();
        var merchandiser = UUID.randomUUID();
        tables.products.load(List.of(product), 10);
        tables.products.setStock(product.id(), 7, merchandiser);
        tables.products.setStock(product.id(), 7, merchandiser);
        assertThat(tables.query(
                        "SELECT kind, on_hand, reserved FROM stock_movements WHERE product_id = ? ORDER BY moved_at",
                        row -> "%s %d %d".formatted(row.text("kind"), row.number("on_hand"), row.number("reserved")),
                        product.id()))
                .containsExactly("LOADED 10 0", "SET -3 0");
        assertThat(tables.query(
                        "SELECT merchandiser_id FROM stock_movements WHERE kind = 'SET'",
                        row -> row.uuid("merchandiser_id")))
                .containsExactly(merchandiser);
    }

    /** Among a thousand products a scan would not show in a test's time; the plan shows it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "products|PRIMARY|SELECT id FROM products WHERE id > '' ORDER BY id LIMIT 20",
                "products|products_by_category|"
                        + "SELECT name FROM products WHERE category = 'toys' AND id > '' ORDER BY id LIMIT 20",
                "product_words|PRIMARY|SELECT DISTINCT product_id FROM product_words"
                        + " WHERE name_end LIKE 'walnut%' AND product_id > ''",
                "products|PRIMARY|SELECT id FROM (SELECT DISTINCT product_id FROM product_words"
                        + " WHERE name_end LIKE 'walnut%') found JOIN products ON id = product_id ORDER BY id LIMIT 20",
                "stock_movements|stock_movements_by_product|SELECT kind FROM stock_movements WHERE product_id = ''",
                "reservations|reservations_by_expiry|SELECT order_id FROM reservations"
                        + " WHERE status = 'HELD' AND expires_at <= '2000-01-01' ORDER BY expires_at LIMIT 50"
            })
    void findsItsRowsByAnIndex(String table, String index, String query) {
        tables.products.load(DemoCatalogue.products("EUR"), 10);
        var keys = tables.query(
                "EXPLAIN " + query, row -> String.valueOf(row.nullableText("table")) + " " + row.nullableText("key"));
        assertThat(keys).contains(table + " " + index);
    }

    @Test
    void findsAllDemoProductsByTheirFirstWord() {
        var demo = DemoCatalogue.products("EUR");
        tables.products.load(demo, 10);
        var first = demo.getFirst().listing().name().split(" ", -1)[0].toLowerCase(java.util.Locale.ROOT);
        var expected = demo.stream()
                .filter(product -> product.listing()
                        .name()
                        .toLowerCase(java.util.Locale.ROOT)
                        .startsWith(first + " "))
                .map(Product::id)
                .toList();
        assertThat(tables.products.list(new Products.Search(null, first), null, 1000))
                .extracting(Product::id)
                .containsAll(expected);
    }
}
