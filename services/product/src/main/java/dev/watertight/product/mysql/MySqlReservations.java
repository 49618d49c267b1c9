package dev.watertight.product.mysql;

import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.sql.LockTimeoutException;
import dev.watertight.chassis.sql.Session;
import dev.watertight.product.domain.ReservationLine;
import dev.watertight.product.domain.Reservations;
import dev.watertight.product.domain.Term;
import dev.watertight.product.mysql.ReservationRows.Shelf;
import dev.watertight.product.mysql.ReservationRows.Status;
import dev.watertight.product.mysql.ReservationRows.Stored;
import dev.watertight.product.mysql.ReservationRows.StoredLine;
import dev.watertight.product.mysql.StockMovements.Kind;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Reservations in MySQL. Whoever works on an order locks its reservation first and then its products by ascending id, so
 * copies of a call follow one another and nobody waits in a circle.
 */
public final class MySqlReservations implements Reservations {
    private final Database database;
    private final StockMovements movements;
    private final ReservationRows rows;

    /** @param currency the shop's one currency, in which every stored price is */
    public MySqlReservations(Database database, StockMovements movements, String currency) {
        this.database = database;
        this.movements = movements;
        this.rows = new ReservationRows(currency);
    }

    private record Asked(UUID orderId, List<ReservationLine> lines, Term term) {}

    @Override
    public Reservation reserve(UUID orderId, List<ReservationLine> lines, Term term) {
        var asked = new Asked(orderId, lines, term);
        return database.transaction(session -> {
            var stored = rows.claim(session, orderId, term.until());
            return switch (stored.status()) {
                case NEW -> first(session, asked);
                case RELEASED -> new Reservation.Released();
                case HELD, COMMITTED, EXPIRED, OUT_OF_STOCK, UNKNOWN_PRODUCT -> again(session, asked, stored);
            };
        });
    }

    private Reservation first(Session session, Asked asked) throws SQLException {
        var shelves = rows.lockShelves(session, asked.lines());
        var unknown = asked.lines().stream()
                .map(ReservationLine::productId)
                .filter(product -> !shelves.containsKey(product))
                .collect(Collectors.toUnmodifiableSet());
        if (!unknown.isEmpty()) {
            store(session, asked, shelves, unknown);
            rows.become(session, asked.orderId(), Status.NEW, Status.UNKNOWN_PRODUCT);
            return new Reservation.UnknownProduct(unknown);
        }
        var lacking = lacking(asked.lines(), shelves);
        var lines = store(session, asked, shelves, lacking);
        return lacking.isEmpty()
                ? hold(session, asked, Status.NEW, lines)
                : refuse(session, asked.orderId(), Status.NEW, lacking);
    }

    private Reservation again(Session session, Asked asked, Stored stored) throws SQLException {
        var lines = rows.lines(session, asked.orderId());
        if (!new HashSet<>(ReservationRows.asked(lines)).equals(new HashSet<>(asked.lines()))) {
            return new Reservation.Different();
        }
        return switch (stored.status()) {
            case HELD -> stillHeld(session, asked, stored, lines);
            case COMMITTED -> new Reservation.Held(rows.held(lines), stored.expiresAt(), false);
            case EXPIRED -> anew(session, asked, lines);
            case OUT_OF_STOCK -> new Reservation.OutOfStock(ReservationRows.refused(lines), false);
            case UNKNOWN_PRODUCT -> new Reservation.UnknownProduct(ReservationRows.refused(lines));
            case NEW, RELEASED -> throw new IllegalStateException("has no lines");
        };
    }

    /** Also what expired but was not given back yet only has to be kept on. */
    private Reservation stillHeld(Session session, Asked asked, Stored stored, List<StoredLine> lines)
            throws SQLException {
        var until = asked.term().renewed(stored.expiresAt());
        if (until.isAfter(stored.expiresAt())) {
            rows.hold(session, asked.orderId(), Status.HELD, until);
        }
        return new Reservation.Held(rows.held(lines), until, false);
    }

    private Reservation anew(Session session, Asked asked, List<StoredLine> lines) throws SQLException {
        var lacking = lacking(asked.lines(), rows.lockShelves(session, asked.lines()));
        return lacking.isEmpty()
                ? hold(session, asked, Status.EXPIRED, lines)
                : refuse(session, asked.orderId(), Status.EXPIRED, lacking);
    }

    private Reservation hold(Session session, Asked asked, Status from, List<StoredLine> lines) throws SQLException {
        movements.move(session, Kind.RESERVED, asked.orderId(), asked.lines());
        rows.hold(session, asked.orderId(), from, asked.term().until());
        return new Reservation.Held(rows.held(lines), asked.term().until(), true);
    }

    /** For good: a copy of the call that came later and found stock would hold it for an order that is rejected. */
    private Reservation refuse(Session session, UUID orderId, Status from, Set<UUID> lacking) throws SQLException {
        rows.refuseLines(session, orderId, lacking);
        rows.become(session, orderId, from, Status.OUT_OF_STOCK);
        return new Reservation.OutOfStock(lacking, true);
    }

    @Override
    public Commitment commit(UUID orderId) {
        return database.transaction(session -> {
            var stored = rows.lock(session, orderId);
            if (stored.isEmpty()) {
                return Commitment.UNKNOWN;
            }
            return switch (stored.get().status()) {
                case HELD -> sell(session, orderId, Status.HELD, lines(session, orderId));
                case EXPIRED -> sellExpired(session, orderId);
                case COMMITTED -> Commitment.COMMITTED_BEFORE;
                case RELEASED -> Commitment.RELEASED;
                case NEW, OUT_OF_STOCK, UNKNOWN_PRODUCT -> Commitment.UNKNOWN;
            };
        });
    }

    private Commitment sellExpired(Session session, UUID orderId) throws SQLException {
        var lines = lines(session, orderId);
        if (!lacking(lines, rows.lockShelves(session, lines)).isEmpty()) {
            return Commitment.EXPIRED;
        }
        movements.move(session, Kind.RESERVED, orderId, lines);
        return sell(session, orderId, Status.EXPIRED, lines);
    }

    private Commitment sell(Session session, UUID orderId, Status from, List<ReservationLine> lines)
            throws SQLException {
        movements.move(session, Kind.SOLD, orderId, lines);
        rows.become(session, orderId, from, Status.COMMITTED);
        return Commitment.COMMITTED;
    }

    @Override
    public boolean release(UUID orderId) {
        return database.transaction(session -> {
            // A tombstone holds nothing, so nothing of it can expire.
            var status = rows.claim(session, orderId, Instant.EPOCH).status();
            switch (status) {
                case HELD -> movements.move(session, Kind.UNRESERVED, orderId, lines(session, orderId));
                case COMMITTED -> movements.move(session, Kind.RETURNED, orderId, lines(session, orderId));
                case NEW, EXPIRED, OUT_OF_STOCK, UNKNOWN_PRODUCT -> {}
                case RELEASED -> {
                    return false;
                }
            }
            rows.become(session, orderId, status, Status.RELEASED);
            return true;
        });
    }

    @Override
    public int expire(Instant now, int limit) {
        var expired = database.transaction(session -> rows.expired(session, now, limit));
        return (int) expired.stream().filter(orderId -> expire(orderId, now)).count();
    }

    /** One that others are in the way of waits for its next turn, and keeps nobody else from theirs. */
    private boolean expire(UUID orderId, Instant now) {
        try {
            return database.transaction(session -> {
                if (!rows.lockExpired(session, orderId, now)) {
                    return false;
                }
                movements.move(session, Kind.UNRESERVED, orderId, lines(session, orderId));
                rows.become(session, orderId, Status.HELD, Status.EXPIRED);
                return true;
            });
        } catch (LockTimeoutException e) {
            return false;
        }
    }

    /** Both tables in one transaction, so as they were at one moment. */
    @Override
    public Optional<Snapshot> find(UUID orderId) {
        return database.transaction(session -> {
            var stored = rows.find(session, orderId);
            if (stored.isEmpty()) {
                return Optional.empty();
            }
            var lines = rows.shown(rows.lines(session, orderId));
            return Optional.of(
                    new Snapshot(stored.get().status().standing(), stored.get().expiresAt(), lines));
        });
    }

    private List<ReservationLine> lines(Session session, UUID orderId) throws SQLException {
        return ReservationRows.asked(rows.lines(session, orderId));
    }

    private List<StoredLine> store(Session session, Asked asked, Map<UUID, Shelf> shelves, Set<UUID> refused)
            throws SQLException {
        var lines = asked.lines().stream()
                .map(line -> {
                    var shelf = shelves.get(line.productId());
                    return new StoredLine(
                            line,
                            shelf == null ? null : shelf.name(),
                            shelf == null ? null : shelf.unitPrice(),
                            refused.contains(line.productId()));
                })
                .toList();
        rows.insertLines(session, asked.orderId(), lines);
        return lines;
    }

    private static Set<UUID> lacking(List<ReservationLine> lines, Map<UUID, Shelf> shelves) {
        return lines.stream()
                .filter(line -> {
                    var shelf = shelves.get(line.productId());
                    return shelf == null || shelf.available() < line.quantity();
                })
                .map(ReservationLine::productId)
                .collect(Collectors.toUnmodifiableSet());
    }
}
