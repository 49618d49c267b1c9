package dev.watertight.product.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However many orders there ever were, no question about reservations reads them all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReservationPlansTest {
    private static final int ORDERS = 3000;
    private static final Instant THEN = Instant.parse("2026-11-01T10:00:00Z");

    private final ProductTables tables = new ProductTables();

    /** Most are done with, as they are in a shop that is open for a while; one in a hundred is held. */
    @BeforeAll
    void fill() {
        var reservations = new ArrayList<List<@Nullable Object>>();
        var lines = new ArrayList<List<@Nullable Object>>();
        for (var i = 0; i < ORDERS; i++) {
            var order = UuidCreator.getTimeOrderedEpoch();
            reservations.add(Arrays.asList(order, i % 100 == 0 ? "HELD" : "COMMITTED", THEN.plusSeconds(i)));
            lines.add(Arrays.asList(order, 0, UuidCreator.getTimeOrderedEpoch(), 1, false));
        }
        tables.database.transaction(session -> {
            session.batch("INSERT INTO reservations (order_id, status, expires_at) VALUES (?, ?, ?)", reservations);
            session.batch("""
                    INSERT INTO reservation_lines (order_id, line, product_id, quantity, refused) VALUES (?, ?, ?, ?, ?)
                    """, lines);
            return true;
        });
        tables.query("ANALYZE TABLE reservations, reservation_lines", row -> row.text("Msg_text"));
    }

    @AfterAll
    void close() {
        tables.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT order_id FROM reservations WHERE status = 'HELD' AND expires_at <= '2026-11-01 10:30:00'"
                        + " ORDER BY expires_at LIMIT 50",
                "SELECT status, expires_at FROM reservations WHERE order_id = (SELECT MAX(order_id) FROM reservations)"
                        + " FOR UPDATE",
                "SELECT order_id FROM reservations WHERE order_id = (SELECT MAX(order_id) FROM reservations)"
                        + " AND status = 'HELD' AND expires_at <= '2026-11-01 10:30:00' FOR UPDATE SKIP LOCKED",
                "SELECT quantity FROM reservation_lines"
                        + " WHERE order_id = (SELECT MAX(order_id) FROM reservations) ORDER BY line",
                "UPDATE reservations SET status = 'RELEASED' WHERE order_id = X'01' AND status = 'HELD'",
                "UPDATE reservation_lines SET refused = TRUE WHERE order_id = X'01' AND product_id = X'02'"
            })
    void readsOnlyTheRowsItIsAbout(String statement) {
        assertThat(plan(statement)).isNotEmpty().doesNotContain("ALL", "index");
    }

    /** Or the test above could not fail. */
    @ParameterizedTest
    @ValueSource(strings = {"SELECT order_id FROM reservations WHERE expires_at <= '2026-11-01 10:30:00'"})
    void seesAQuestionThatReadsThemAll(String statement) {
        assertThat(plan(statement)).containsAnyOf("ALL", "index");
    }

    private List<String> plan(String statement) {
        return tables.query("EXPLAIN " + statement, row -> String.valueOf(row.nullableText("type")));
    }
}
