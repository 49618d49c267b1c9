package dev.watertight.payment.domain;

import dev.watertight.payment.domain.Reconciliation.Candidate;
import dev.watertight.payment.domain.Reconciliation.Window;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Compares our payments with the acquirer's books, one page after the other and then from the start again. What is pending
 * it only hurries up; what differs it reports, and takes back once it is right again.
 */
public final class Reconciler {
    /** At most so many are compared at once, and {@link #SUSPECTS} more. */
    static final int PAGE = 50;

    /** So many that something is wrong with are looked at before each page: what is put right shall be seen soon. */
    static final int SUSPECTS = 10;

    static final UUID START = new UUID(0, 0);

    /** Between two pages. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    /** Before it begins from the start. */
    static final Duration REST = Duration.ofSeconds(30);

    /** Longer than a page takes; a page is cut short in time. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    private static final Duration TIME = Duration.ofSeconds(50);

    /** Younger ones are still being worked on. */
    private static final Duration YOUNGEST = Duration.ofSeconds(30);

    private static final Duration OLDEST = Duration.ofDays(7);
    private static final int BITS_AFTER_TIME = 16;
    private static final long ALL_ONES = 0xFFFF;

    private final Reconciliation reconciliation;
    private final RefundPayment.Books books;
    private final Statements statements;
    private final ReconciliationJournal journal;
    private final Clock clock;

    public Reconciler(
            Reconciliation reconciliation,
            RefundPayment.Books books,
            Statements statements,
            ReconciliationJournal journal,
            Clock clock) {
        this.reconciliation = reconciliation;
        this.books = books;
        this.statements = statements;
        this.journal = journal;
        this.clock = clock;
    }

    /** Compares a page, if one is due; never asks for another at once. */
    public boolean round() {
        var now = clock.instant();
        var until = now.plus(LEASE);
        reconciliation.begin(now, until).ifPresent(after -> compare(after, now, until));
        return false;
    }

    private void compare(UUID after, Instant now, Instant until) {
        var deadline = now.plus(TIME);
        compare(reconciliation.suspects(SUSPECTS), deadline);
        var page = reconciliation.page(after, window(now), PAGE);
        var compared = compare(page, deadline);
        if (compared == page.size() && compared < PAGE) {
            reconciliation.end(until, START, clock.instant().plus(REST));
        } else {
            var last = page.get(compared - 1).payment().orderId();
            reconciliation.end(until, last, clock.instant().plus(PAUSE));
        }
    }

    /** Returns how many it came to: all, unless the acquirer fell silent or time ran out. */
    private int compare(List<Candidate> page, Instant deadline) {
        var compared = 0;
        for (var candidate : page) {
            compared++;
            if (!compare(candidate) || clock.instant().isAfter(deadline)) {
                break;
            }
        }
        return compared;
    }

    /** Returns whether the acquirer could be heard, if it had to be. */
    private boolean compare(Candidate candidate) {
        var payment = candidate.payment();
        journal.compared();
        if (!payment.isDecided()) {
            reconciliation.hurry(payment.orderId(), clock.instant());
            return true;
        }
        var refunds = books.refunds().of(payment);
        var comparison = Comparison.of(payment, refunds, statements.statement(payment.orderId()));
        switch (comparison) {
            case Comparison.Right() -> clear(candidate);
            case Comparison.Wrong(var kind) -> report(payment, refunds, kind);
            case Comparison.Undecided() -> reconciliation.hurry(payment.orderId(), clock.instant());
            case Comparison.Unheard() -> {
                return false;
            }
        }
        return true;
    }

    private void clear(Candidate candidate) {
        if (candidate.suspect()) {
            reconciliation.clear(candidate.payment().orderId());
        }
    }

    /** What changed here while we asked may well be right: it is looked at the next time round. */
    private void report(Payment payment, List<Refund> refunds, Mismatch kind) {
        var orderId = payment.orderId();
        var now = books.payments().findByOrder(orderId).orElseThrow();
        if (now.equals(payment)
                && books.refunds().of(now).equals(refunds)
                && reconciliation.report(orderId, kind, clock.instant())) {
            journal.mismatch(orderId, kind);
        }
    }

    /** An order's id is a UUIDv7, which begins with the milliseconds of its making. */
    private static Window window(Instant now) {
        var from = now.minus(OLDEST).toEpochMilli() << BITS_AFTER_TIME;
        var to = now.minus(YOUNGEST).toEpochMilli() << BITS_AFTER_TIME | ALL_ONES;
        return new Window(new UUID(from, 0), new UUID(to, -1), now.minus(YOUNGEST));
    }
}
