package dev.watertight.product.mysql;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.chassis.sql.Session;
import dev.watertight.product.domain.Products.Stock;
import dev.watertight.product.domain.ReservationLine;
import dev.watertight.product.domain.Reservations;
import dev.watertight.product.domain.Term;
import dev.watertight.product.mysql.ReservationRows.Shelf;
import dev.watertight.product.mysql.ReservationRows.Status;
import dev.watertight.product.mysql.ReservationRows.StoredLine;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Broken on purpose: who asks first reads the stock, works out what it becomes and writes that. Right for one at a time; of
 * two who read the same number, one is lost. Neither the database nor the table's own check stops it.
 */
final class ReadModifyWriteReservations implements Reservations {
    private final ProductTables tables;
    private final Runnable betweenReadAndWrite;
    private final ReservationRows rows = new ReservationRows("EUR");

    ReadModifyWriteReservations(ProductTables tables, Runnable betweenReadAndWrite) {
        this.tables = tables;
        this.betweenReadAndWrite = betweenReadAndWrite;
    }

    private record Read(ReservationLine line, Shelf shelf, Stock stock) {}

    @Override
    public Reservation reserve(UUID orderId, List<ReservationLine> lines, Term term) {
        var first = tables.database.transaction(session -> {
            var claimed = rows.claim(session, orderId, term.until());
            return claimed.status() == Status.NEW
                    ? first(session, orderId, lines, term.until())
                    : Optional.<Reservation>empty();
        });
        return first.orElseGet(() -> tables.reservations.reserve(orderId, lines, term));
    }

    /** Nothing when it cannot be held: saying so is left to the whole one, which finds the order's row still new. */
    private Optional<Reservation> first(Session session, UUID orderId, List<ReservationLine> lines, Instant until)
            throws SQLException {
        var read = new ArrayList<Read>();
        for (var line : lines) {
            read(session, line).ifPresent(read::add);
        }
        betweenReadAndWrite.run();
        if (read.size() < lines.size()) {
            return Optional.empty();
        }
        for (var each : read) {
            write(session, orderId, each);
        }
        var stored = read.stream()
                .map(each -> new StoredLine(
                        each.line(), each.shelf().name(), each.shelf().unitPrice(), false))
                .toList();
        rows.insertLines(session, orderId, stored);
        rows.hold(session, orderId, Status.NEW, until);
        return Optional.of(new Reservation.Held(rows.held(stored), until, true));
    }

    private static Optional<Read> read(Session session, ReservationLine line) throws SQLException {
        return session.first(
                        "SELECT name, price, on_hand, reserved FROM products WHERE id = ?",
                        row -> new Read(
                                line,
                                new Shelf(row.text("name"), row.number("price"), 0),
                                new Stock(row.number("on_hand"), row.number("reserved"))),
                        line.productId())
                .filter(read -> read.stock().available() >= line.quantity());
    }

    private static void write(Session session, UUID orderId, Read read) throws SQLException {
        var line = read.line();
        session.update(
                "UPDATE products SET reserved = ? WHERE id = ?",
                read.stock().reserved() + line.quantity(),
                line.productId());
        session.update(
                """
                INSERT INTO stock_movements (id, product_id, kind, on_hand, reserved, order_id, moved_at)
                VALUES (?, ?, 'RESERVED', 0, ?, ?, ?)
                """, UuidCreator.getTimeOrderedEpoch(), line.productId(), line.quantity(), orderId, Instant.EPOCH);
    }

    @Override
    public Commitment commit(UUID orderId) {
        return tables.reservations.commit(orderId);
    }

    @Override
    public boolean release(UUID orderId) {
        return tables.reservations.release(orderId);
    }

    @Override
    public int expire(Instant now, int limit) {
        return tables.reservations.expire(now, limit);
    }

    @Override
    public Optional<Snapshot> find(UUID orderId) {
        return tables.reservations.find(orderId);
    }
}
