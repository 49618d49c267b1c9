package dev.watertight.product.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever many do to the same few products at once, nothing is sold twice and nothing is lost. */
final class StockBalanceTest {
    private final ProductTables tables = new ProductTables();
    private final StockRace race = new StockRace(tables, tables.reservations);

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void balancesUnderEverythingAtOnce() throws Exception {
        var deadlocks = deadlocks();
        race.run();
        assertThat(deadlocks()).isEqualTo(deadlocks);
        assertThat(tables.query("SELECT DISTINCT kind FROM stock_movements", row -> row.text("kind")))
                .contains("RESERVED", "UNRESERVED", "SOLD", "RETURNED", "SET");
        assertThat(tables.query("SELECT DISTINCT status FROM reservations", row -> row.text("status")))
                .contains("COMMITTED", "RELEASED", "OUT_OF_STOCK");
        assertThat(race.renewals()).isPositive();
    }

    @Test
    void hasOneEffectForManyCopies() throws Exception {
        var order = race.orders.getFirst();
        race.copies(order);
        assertThat(tables.query(
                        "SELECT kind FROM stock_movements WHERE order_id = ? ORDER BY id",
                        row -> row.text("kind"),
                        order))
                .containsExactly("RESERVED", "SOLD", "RETURNED");
        assertThat(available()).isEqualTo(StockRace.LOADED);
    }

    @Test
    void sellsTheLastOnesToNoMoreThanThereAre() throws Exception {
        race.forTheLastOnes();
        assertThat(available()).isEqualTo(StockRace.LOADED - 36);
    }

    private long deadlocks() {
        return tables.query("SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'", row -> row.number("Value"))
                .getFirst();
    }

    private long available() {
        return tables.products.find(race.products.getFirst()).orElseThrow().available();
    }
}
