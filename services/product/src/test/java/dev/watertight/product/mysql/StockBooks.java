package dev.watertight.product.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * What the tables say of the stock in three ways: the products' numbers, the movements and the reservations. They agree at
 * every moment, not only at the end, as each question is one statement and so sees one moment.
 */
final class StockBooks {
    private final ProductTables tables;

    StockBooks(ProductTables tables) {
        this.tables = tables;
    }

    /** The two numbers of a product beside what the rows about it add up to. */
    record Numbers(long onHand, long reserved) {}

    void assertBalanced() {
        var books = tables.query(
                """
                SELECT p.on_hand AS on_hand, p.reserved AS reserved,
                  (SELECT SUM(m.on_hand) FROM stock_movements m WHERE m.product_id = p.id) AS moved_on_hand,
                  (SELECT SUM(m.reserved) FROM stock_movements m WHERE m.product_id = p.id) AS moved_reserved,
                  (SELECT SUM(m.on_hand) FROM stock_movements m
                   WHERE m.product_id = p.id AND m.kind IN ('LOADED', 'SET')) AS put_there,
                  (SELECT COALESCE(SUM(l.quantity), 0) FROM reservation_lines l
                   JOIN reservations r ON r.order_id = l.order_id
                   WHERE l.product_id = p.id AND r.status = 'HELD') AS held,
                  (SELECT COALESCE(SUM(l.quantity), 0) FROM reservation_lines l
                   JOIN reservations r ON r.order_id = l.order_id
                   WHERE l.product_id = p.id AND r.status = 'COMMITTED') AS sold
                FROM products p
                """,
                row -> List.of(
                        new Numbers(row.number("on_hand"), row.number("reserved")),
                        new Numbers(row.number("moved_on_hand"), row.number("moved_reserved")),
                        new Numbers(row.number("put_there") - row.number("sold"), row.number("held"))));
        assertThat(books).isNotEmpty().allSatisfy(of -> {
            assertThat(of.get(1)).as("what the movements add up to").isEqualTo(of.getFirst());
            assertThat(of.get(2)).as("what the reservations add up to").isEqualTo(of.getFirst());
        });
        assertThat(neverBelowZero()).isTrue();
    }

    /** Ids of movements ascend in the order in which they took the product's row. */
    private boolean neverBelowZero() {
        return tables.query("""
                SELECT MIN(reserved) >= 0 AND MIN(on_hand - reserved) >= 0 AS never FROM (
                  SELECT SUM(on_hand) OVER (PARTITION BY product_id ORDER BY id) AS on_hand,
                    SUM(reserved) OVER (PARTITION BY product_id ORDER BY id) AS reserved
                  FROM stock_movements) moments
                """, row -> row.flag("never")).getFirst();
    }
}
