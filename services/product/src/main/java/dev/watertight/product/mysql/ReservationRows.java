package dev.watertight.product.mysql;

import dev.watertight.chassis.sql.Row;
import dev.watertight.chassis.sql.Session;
import dev.watertight.product.domain.Money;
import dev.watertight.product.domain.ReservationLine;
import dev.watertight.product.domain.Reservations.AskedLine;
import dev.watertight.product.domain.Reservations.HeldLine;
import dev.watertight.product.domain.Reservations.Standing;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reservations as rows, and back. */
final class ReservationRows {
    private final String currency;

    ReservationRows(String currency) {
        this.currency = currency;
    }

    /** Where a reservation stands. */
    enum Status {
        /** This transaction just made the row; no other ever sees this. */
        NEW,
        HELD,
        COMMITTED,
        EXPIRED,
        RELEASED,
        OUT_OF_STOCK,
        UNKNOWN_PRODUCT;

        boolean leadsTo(Status next) {
            return successors().contains(next);
        }

        /** The arrows of the diagram: nothing leads out of RELEASED, and what was taken can only be given back. */
        private Set<Status> successors() {
            return switch (this) {
                case NEW -> Set.of(HELD, OUT_OF_STOCK, UNKNOWN_PRODUCT, RELEASED);
                case HELD -> Set.of(HELD, COMMITTED, EXPIRED, RELEASED);
                case EXPIRED -> Set.of(HELD, COMMITTED, OUT_OF_STOCK, RELEASED);
                case COMMITTED, OUT_OF_STOCK, UNKNOWN_PRODUCT -> Set.of(RELEASED);
                case RELEASED -> Set.of();
            };
        }

        Standing standing() {
            return switch (this) {
                case NEW -> throw new IllegalStateException("Nobody else sees this");
                case HELD -> Standing.HELD;
                case COMMITTED -> Standing.COMMITTED;
                case EXPIRED -> Standing.EXPIRED;
                case RELEASED -> Standing.RELEASED;
                case OUT_OF_STOCK -> Standing.OUT_OF_STOCK;
                case UNKNOWN_PRODUCT -> Standing.UNKNOWN_PRODUCT;
            };
        }
    }

    record Stored(Status status, Instant expiresAt) {}

    /** Name and price are absent when the product is unknown. */
    record StoredLine(
            ReservationLine asked,
            @Nullable String name,
            @Nullable Long unitPrice,
            boolean refused) {}

    record Shelf(String name, long unitPrice, long available) {}

    /**
     * Makes the order's row if there is none and locks it, in one statement: with two, copies of a request could both find
     * nothing and then wait for each other.
     */
    Stored claim(Session session, UUID orderId, Instant expiresAt) throws SQLException {
        session.update("""
                INSERT INTO reservations (order_id, status, expires_at) VALUES (?, 'NEW', ?)
                ON DUPLICATE KEY UPDATE order_id = order_id
                """, orderId, expiresAt);
        return lock(session, orderId).orElseThrow();
    }

    Optional<Stored> lock(Session session, UUID orderId) throws SQLException {
        return session.first(
                "SELECT status, expires_at FROM reservations WHERE order_id = ? FOR UPDATE",
                ReservationRows::stored,
                orderId);
    }

    /** Without a lock, for who only looks. */
    Optional<Stored> find(Session session, UUID orderId) throws SQLException {
        return session.first(
                "SELECT status, expires_at FROM reservations WHERE order_id = ?", ReservationRows::stored, orderId);
    }

    /** The order's row, unless it is not an expired one any more or somebody else is at it. */
    boolean lockExpired(Session session, UUID orderId, Instant now) throws SQLException {
        return session.first("""
                        SELECT order_id FROM reservations WHERE order_id = ? AND status = 'HELD' AND expires_at <= ?
                        FOR UPDATE SKIP LOCKED
                        """, row -> row.uuid("order_id"), orderId, now).isPresent();
    }

    /** Without a lock: a lock on a range would stop those who reserve. */
    List<UUID> expired(Session session, Instant now, int limit) throws SQLException {
        return session.query("""
                SELECT order_id FROM reservations WHERE status = 'HELD' AND expires_at <= ?
                ORDER BY expires_at LIMIT ?
                """, row -> row.uuid("order_id"), now, limit);
    }

    /** From one status to the next, and from no other: a transition that the diagram lacks cannot be written. */
    void become(Session session, UUID orderId, Status from, Status next) throws SQLException {
        requireOne(orderId, from, next, session.update("""
                UPDATE reservations SET status = ? WHERE order_id = ? AND status = ?
                """, next, orderId, from));
    }

    void hold(Session session, UUID orderId, Status from, Instant until) throws SQLException {
        requireOne(orderId, from, Status.HELD, session.update("""
                UPDATE reservations SET status = 'HELD', expires_at = ? WHERE order_id = ? AND status = ?
                """, until, orderId, from));
    }

    private static void requireOne(UUID orderId, Status from, Status next, int changed) {
        if (changed != 1 || !from.leadsTo(next)) {
            throw new IllegalStateException(
                    "The reservation of " + orderId + " cannot go from " + from + " to " + next);
        }
    }

    /** Locks the products that exist, by ascending id. */
    Map<UUID, Shelf> lockShelves(Session session, List<ReservationLine> lines) throws SQLException {
        var shelves = new HashMap<UUID, Shelf>();
        for (var line : StockMovements.inOrder(lines)) {
            session.first(
                            "SELECT name, price, on_hand - reserved AS available FROM products WHERE id = ? FOR UPDATE",
                            row -> new Shelf(row.text("name"), row.number("price"), row.number("available")),
                            line.productId())
                    .ifPresent(shelf -> shelves.put(line.productId(), shelf));
        }
        return shelves;
    }

    void insertLines(Session session, UUID orderId, List<StoredLine> lines) throws SQLException {
        session.batch(
                """
                INSERT INTO reservation_lines (order_id, line, product_id, quantity, name, unit_price, refused)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                IntStream.range(0, lines.size())
                        .mapToObj(number -> columns(orderId, number, lines.get(number)))
                        .toList());
    }

    void refuseLines(Session session, UUID orderId, Set<UUID> products) throws SQLException {
        session.batch(
                "UPDATE reservation_lines SET refused = TRUE WHERE order_id = ? AND product_id = ?",
                products.stream()
                        .map(product -> Arrays.<@Nullable Object>asList(orderId, product))
                        .toList());
    }

    List<StoredLine> lines(Session session, UUID orderId) throws SQLException {
        return session.query(
                """
                SELECT product_id, quantity, name, unit_price, refused FROM reservation_lines
                WHERE order_id = ? ORDER BY line
                """,
                row -> new StoredLine(
                        new ReservationLine(row.uuid("product_id"), row.integer("quantity")),
                        row.nullableText("name"),
                        row.nullableNumber("unit_price"),
                        row.flag("refused")),
                orderId);
    }

    List<HeldLine> held(List<StoredLine> lines) {
        return lines.stream()
                .map(line -> new HeldLine(
                        line.asked().productId(),
                        line.asked().quantity(),
                        Objects.requireNonNull(line.name()),
                        new Money(Objects.requireNonNull(line.unitPrice()), currency)))
                .toList();
    }

    List<AskedLine> shown(List<StoredLine> lines) {
        return lines.stream()
                .map(line -> new AskedLine(
                        line.asked().productId(),
                        line.asked().quantity(),
                        line.unitPrice() == null ? null : new Money(line.unitPrice(), currency)))
                .toList();
    }

    static List<ReservationLine> asked(List<StoredLine> lines) {
        return lines.stream().map(StoredLine::asked).toList();
    }

    static Set<UUID> refused(List<StoredLine> lines) {
        return lines.stream()
                .filter(StoredLine::refused)
                .map(line -> line.asked().productId())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stored stored(Row row) throws SQLException {
        return new Stored(Status.valueOf(row.text("status")), row.instant("expires_at"));
    }

    private static List<@Nullable Object> columns(UUID orderId, int number, StoredLine line) {
        var asked = line.asked();
        return Arrays.asList(
                orderId, number, asked.productId(), asked.quantity(), line.name(), line.unitPrice(), line.refused());
    }
}
