package dev.watertight.product.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stock held for orders, all lines of an order or none. Every call may be repeated, also at the same time, and has the
 * same outcome; only what expired may be held again, and what is about to expire is held for longer.
 */
public interface Reservations {

    /** Holds {@code lines} for {@code term}, which may renew what is held already; once refused, an order stays refused. */
    Reservation reserve(UUID orderId, List<ReservationLine> lines, Term term);

    /** Takes what is held out of stock; takes it anew when it expired meanwhile. */
    Commitment commit(UUID orderId);

    /**
     * Gives back what is held or was taken, and refuses whatever comes for this order later.
     *
     * @return false when that was done before
     */
    boolean release(UUID orderId);

    /** Gives back up to {@code limit} reservations that expired by {@code now}; returns how many that were. */
    int expire(Instant now, int limit);

    /** What became of an order; nothing when nobody ever asked for its stock or released it. */
    Optional<Snapshot> find(UUID orderId);

    /** A held line, with the name and price of when it was first held. */
    record HeldLine(UUID productId, int quantity, String name, Money unitPrice) {}

    /** What came of asking for stock. */
    sealed interface Reservation {
        /** @param anew false when this was so before */
        record Held(List<HeldLine> lines, Instant expiresAt, boolean anew) implements Reservation {
            public Held {
                lines = List.copyOf(lines);
            }
        }

        /** There are too few of {@code products}. */
        record OutOfStock(Set<UUID> products, boolean anew) implements Reservation {
            public OutOfStock {
                products = Set.copyOf(products);
            }
        }

        /** Nobody ever listed {@code products}. */
        record UnknownProduct(Set<UUID> products) implements Reservation {
            public UnknownProduct {
                products = Set.copyOf(products);
            }
        }

        /** The order was released; this call comes too late. */
        record Released() implements Reservation {}

        /** The order asked for other lines before. */
        record Different() implements Reservation {}
    }

    /** What came of taking held stock. */
    enum Commitment {
        COMMITTED,
        COMMITTED_BEFORE,
        /** Nothing was ever held for this order. */
        UNKNOWN,
        RELEASED,
        /** It expired and there is not enough left to take it anew. */
        EXPIRED
    }

    /** Where a reservation stands. */
    enum Standing {
        /** Also when it expired and nobody gave it back yet. */
        HELD,
        COMMITTED,
        EXPIRED,
        /** For good: whatever comes later is refused. */
        RELEASED,
        OUT_OF_STOCK,
        UNKNOWN_PRODUCT
    }

    /** @param lines none when the order was released before it ever asked */
    record Snapshot(Standing standing, Instant expiresAt, List<AskedLine> lines) {
        public Snapshot {
            lines = List.copyOf(lines);
        }
    }

    /** A line as it was asked for; nothing unlisted has a price. */
    record AskedLine(UUID productId, int quantity, @Nullable Money unitPrice) {}
}
