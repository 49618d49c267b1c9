package dev.watertight.payment.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How far our payments are compared with the acquirer's books, and what was found. */
public interface Reconciliation {

    /**
     * Takes the next page, if one is due and no other replica has it.
     *
     * @param until when another replica may take it, should we not come back
     * @return the order after which it begins
     */
    Optional<UUID> begin(Instant now, Instant until);

    /** Gives the page that was taken {@code until} back; the next one begins after {@code position}. */
    void end(Instant until, UUID position, Instant dueAt);

    /** The next payments in the order of their orders' ids; suspects are among them however old they are. */
    List<Candidate> page(UUID after, Window window, int limit);

    /** Those that something is wrong with, the longest known first. */
    List<Candidate> suspects(int limit);

    /** Notes what is wrong with a payment; returns whether that is news. */
    boolean report(UUID orderId, Mismatch kind, Instant at);

    /** Nothing is wrong with it any more. */
    void clear(UUID orderId);

    /** Makes what is pending of a payment due at once, even where its work got lost; opens the refund it still owes. */
    void hurry(UUID orderId, Instant now);

    /** How many payments something is wrong with. */
    long mismatches();

    /** Orders by their ids, both included, and the youngest payment that may be looked at. */
    record Window(UUID from, UUID to, Instant createdBefore) {}

    /** @param suspect whether something was wrong with it when it was last looked at */
    record Candidate(Payment payment, boolean suspect) {}
}
