package dev.watertight.product.mysql;

import dev.watertight.chassis.sql.Session;
import dev.watertight.product.domain.ReservationLine;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The only way stock changes: a product's numbers and the row that says why, together. */
public final class StockMovements {
    private static final String INSERT = """
            INSERT INTO stock_movements (id, product_id, kind, on_hand, reserved, order_id, merchandiser_id, moved_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final Supplier<UUID> ids;
    private final Clock clock;

    public StockMovements(Supplier<UUID> ids, Clock clock) {
        this.ids = ids;
        this.clock = clock;
    }

    /** What an order does to stock, and what one unit of it does to the two numbers. */
    enum Kind {
        RESERVED(0, 1),
        UNRESERVED(0, -1),
        SOLD(-1, -1),
        RETURNED(1, 0);

        private final long onHand;
        private final long reserved;

        Kind(long onHand, long reserved) {
            this.onHand = onHand;
            this.reserved = reserved;
        }
    }

    /** For an order. Rows are taken by ascending id, so that two orders never wait for each other in a circle. */
    void move(Session session, Kind kind, UUID orderId, List<ReservationLine> lines) throws SQLException {
        for (var line : inOrder(lines)) {
            change(session, line.productId(), kind.onHand * line.quantity(), kind.reserved * line.quantity());
        }
        session.batch(
                INSERT,
                lines.stream()
                        .map(line -> row(
                                line.productId(),
                                kind.name(),
                                List.of(kind.onHand * line.quantity(), kind.reserved * line.quantity()),
                                orderId,
                                null))
                        .toList());
    }

    /** By hand. */
    void set(Session session, UUID productId, long delta, UUID merchandiser) throws SQLException {
        change(session, productId, delta, 0);
        session.batch(INSERT, List.of(row(productId, "SET", List.of(delta, 0L), null, merchandiser)));
    }

    /** For products that come into being with {@code onHand} units each. */
    void loaded(Session session, List<UUID> productIds, long onHand) throws SQLException {
        session.batch(
                INSERT,
                productIds.stream()
                        .map(productId -> row(productId, "LOADED", List.of(onHand, 0L), null, null))
                        .toList());
    }

    static List<ReservationLine> inOrder(List<ReservationLine> lines) {
        // As the database orders them: by unsigned bytes, which the text is in the order of.
        return lines.stream()
                .sorted(Comparator.comparing(line -> line.productId().toString()))
                .toList();
    }

    private static void change(Session session, UUID productId, long onHand, long reserved) throws SQLException {
        var changed = session.update("""
                UPDATE products SET on_hand = on_hand + ?, reserved = reserved + ?
                WHERE id = ? AND reserved + ? >= 0 AND on_hand + ? >= reserved + ?
                """, onHand, reserved, productId, reserved, onHand, reserved);
        if (changed != 1) {
            throw new IllegalStateException("The stock of " + productId + " does not bear this movement");
        }
    }

    private List<@Nullable Object> row(
            UUID productId, String kind, List<Long> deltas, @Nullable UUID orderId, @Nullable UUID merchandiser) {
        return Arrays.asList(
                ids.get(),
                productId,
                kind,
                deltas.getFirst(),
                deltas.getLast(),
                orderId,
                merchandiser,
                clock.instant());
    }
}
