package dev.watertight.product.domain;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Stock held for orders, all lines of an order or none. Every call may be repeated, also at the same time, and has the
 * same outcome; only what expired may be held again.
 */
public interface Reservations {

    /**
     * Holds {@code lines} until {@code until}; once refused, an order stays refused.
     *
     * @param now tells what has expired
     */
    Reservation reserve(UUID orderId, List<ReservationLine> lines, Instant now, Instant until);

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
}
