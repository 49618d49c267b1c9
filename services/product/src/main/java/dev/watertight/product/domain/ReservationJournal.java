package dev.watertight.product.domain;

/** Told what happens to reservations, once each, for those who watch. */
public interface ReservationJournal {
    /** What can happen to a reservation. */
    enum Event {
        RESERVED,
        OUT_OF_STOCK,
        COMMITTED,
        RELEASED,
        EXPIRED
    }

    void happened(Event event, int times);
}
