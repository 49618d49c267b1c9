package dev.watertight.product.domain;

import dev.watertight.product.domain.ReservationJournal.Event;
import dev.watertight.product.domain.Reservations.Commitment;
import dev.watertight.product.domain.Reservations.Reservation;
import dev.watertight.product.domain.Reservations.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Holds stock for orders while they are paid for, and not for ever. */
public final class ReserveStock {
    private static final int EXPIRED_AT_ONCE = 50;

    private final Reservations reservations;
    private final ReservationJournal journal;
    private final Duration timeToLive;
    private final Clock clock;

    /** @param clock no finer than what is stored, so that every copy of a call hears the same */
    public ReserveStock(Reservations reservations, ReservationJournal journal, Duration timeToLive, Clock clock) {
        this.reservations = reservations;
        this.journal = journal;
        this.timeToLive = timeToLive;
        this.clock = clock;
    }

    public Reservation reserve(UUID orderId, List<ReservationLine> lines) {
        var now = clock.instant();
        var reservation = reservations.reserve(orderId, lines, new Term(now, now.plus(timeToLive)));
        switch (reservation) {
            case Reservation.Held held -> note(held.anew(), Event.RESERVED);
            case Reservation.OutOfStock refused -> note(refused.anew(), Event.OUT_OF_STOCK);
            case Reservation.UnknownProduct _, Reservation.Released _, Reservation.Different _ -> {}
        }
        return reservation;
    }

    public Commitment commit(UUID orderId) {
        var commitment = reservations.commit(orderId);
        note(commitment == Commitment.COMMITTED, Event.COMMITTED);
        return commitment;
    }

    public void release(UUID orderId) {
        note(reservations.release(orderId), Event.RELEASED);
    }

    public Optional<Snapshot> find(UUID orderId) {
        return reservations.find(orderId);
    }

    /**
     * Gives back some of what expired; returns whether there may be more. A full portion is no sign of that: replicas at work
     * on the same portion share it.
     */
    public boolean expire() {
        var expired = reservations.expire(clock.instant(), EXPIRED_AT_ONCE);
        journal.happened(Event.EXPIRED, expired);
        return expired > 0;
    }

    private void note(boolean anew, Event event) {
        if (anew) {
            journal.happened(event, 1);
        }
    }
}
