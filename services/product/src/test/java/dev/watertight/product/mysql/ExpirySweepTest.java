package dev.watertight.product.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.product.domain.ReservationLine;
import dev.watertight.product.domain.Reservations.Snapshot;
import dev.watertight.product.domain.Reservations.Standing;
import dev.watertight.product.domain.Term;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Giving back goes on whatever one of those who sell is stuck in. */
final class ExpirySweepTest {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    private final ProductTables tables = new ProductTables();
    private final StockRace shop = new StockRace(tables, tables.reservations);
    private final UUID stuck = shop.orders.getFirst();
    private final UUID free = shop.orders.getLast();

    @AfterEach
    void close() {
        tables.close();
    }

    /** A paused replica holds the rows it had locked for as long as it is paused. */
    @Test
    void givesBackTheOthersWhileSomebodyHoldsAProduct() {
        hold(stuck, shop.products.getFirst(), 0);
        hold(free, shop.products.getLast(), 1);
        var expired = tables.database.transaction(session -> {
            session.query(
                    "SELECT id FROM products WHERE id = ? FOR UPDATE", row -> row.uuid("id"), shop.products.getFirst());
            return tables.reservations.expire(NOW.plusSeconds(60), 10);
        });
        assertThat(expired).isEqualTo(1);
        assertThat(standing(free)).isEqualTo(Standing.EXPIRED);
        assertThat(standing(stuck)).isEqualTo(Standing.HELD);
        assertThat(tables.reservations.expire(NOW.plusSeconds(60), 10)).isEqualTo(1);
        assertThat(standing(stuck)).isEqualTo(Standing.EXPIRED);
    }

    @Test
    void waitsForNobodyWhoIsAtTheOrderItself() {
        hold(stuck, shop.products.getFirst(), 0);
        var expired = tables.database.transaction(session -> {
            session.query(
                    "SELECT order_id FROM reservations WHERE order_id = ? FOR UPDATE",
                    row -> row.uuid("order_id"),
                    stuck);
            return tables.reservations.expire(NOW.plusSeconds(60), 10);
        });
        assertThat(expired).isZero();
        assertThat(standing(stuck)).isEqualTo(Standing.HELD);
    }

    private void hold(UUID order, UUID product, int second) {
        var lines = List.of(new ReservationLine(product, 1));
        tables.reservations.reserve(order, lines, new Term(NOW, NOW.plusSeconds(10 + second)));
    }

    private Standing standing(UUID order) {
        return tables.reservations.find(order).map(Snapshot::standing).orElseThrow();
    }
}
