package dev.watertight.payment.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Payments in memory, with the same promises as those in MySQL. */
public final class InMemoryPayments implements Payments {
    private record Due(
            int attempt,
            String origin,
            Instant dueAt,
            @Nullable Instant leaseUntil) {}

    private final Map<UUID, Payment> payments = new TreeMap<>();
    private final Map<UUID, Refund> refunds = new HashMap<>();
    private final Map<UUID, Due> work = new HashMap<>();
    private final List<Movement> ledger = new ArrayList<>();

    @Override
    public synchronized Opening open(Payment intended, Lease lease, String origin) {
        var known = payments.putIfAbsent(intended.orderId(), intended);
        if (known != null) {
            return new Opening.Known(known);
        }
        work.put(intended.orderId(), new Due(0, origin, intended.createdAt(), lease.until()));
        return new Opening.Opened();
    }

    @Override
    public synchronized Optional<Payment> decide(Payment decided, List<Movement> movements) {
        var known = payments.get(decided.orderId());
        if (known == null || known.isDecided()) {
            return Optional.empty();
        }
        var at = Objects.requireNonNull(decided.decidedAt());
        put(new Payment(
                known.id(),
                known.charge(),
                decided.status(),
                decided.reason(),
                known.createdAt(),
                at,
                known.refundPromised(),
                known.cancellation()));
        ledger.addAll(movements);
        openRefundOfTheRest(decided.orderId(), at);
        finish(decided.orderId());
        return findByOrder(decided.orderId());
    }

    @Override
    public synchronized Optional<Payment> find(UUID id) {
        return payments.values().stream()
                .filter(payment -> payment.id().equals(id))
                .findFirst();
    }

    @Override
    public synchronized Optional<Payment> findByOrder(UUID orderId) {
        return Optional.ofNullable(payments.get(orderId));
    }

    @Override
    public synchronized void finish(UUID orderId) {
        if (!isPending(orderId)) {
            work.remove(orderId);
        }
    }

    @Override
    public synchronized List<Work> lease(Lease lease, Instant now, int limit) {
        var due = work.entrySet().stream()
                .filter(entry -> !entry.getValue().dueAt().isAfter(now))
                .filter(entry -> {
                    var until = entry.getValue().leaseUntil();
                    return until == null || !until.isAfter(now);
                })
                .sorted(Comparator.comparing(entry -> entry.getValue().dueAt()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
        return due.stream().map(orderId -> leased(orderId, lease)).toList();
    }

    @Override
    public synchronized void postpone(UUID orderId, int attempts, Instant dueAt) {
        work.computeIfPresent(orderId, (_, row) -> new Due(attempts, row.origin(), dueAt, null));
    }

    /** What was booked, in order. */
    synchronized List<Movement> ledger() {
        return List.copyOf(ledger);
    }

    /** All payments by their order. */
    synchronized List<Payment> all() {
        return List.copyOf(payments.values());
    }

    synchronized void put(Payment payment) {
        payments.put(payment.orderId(), payment);
    }

    synchronized void book(Movement movement) {
        ledger.add(movement);
    }

    /** Those of an order, the oldest first. */
    synchronized List<Refund> refunds(UUID orderId) {
        return refunds.values().stream()
                .filter(refund -> refund.orderId().equals(orderId))
                .sorted(Comparator.comparing(Refund::createdAt).thenComparing(Refund::id))
                .toList();
    }

    synchronized Optional<Refund> refund(UUID id) {
        return Optional.ofNullable(refunds.get(id));
    }

    synchronized void put(Refund refund) {
        refunds.put(refund.id(), refund);
    }

    synchronized void work(UUID orderId, Instant dueAt, Lease lease, String origin) {
        var known = work.get(orderId);
        work.put(orderId, new Due(0, known == null ? origin : known.origin(), dueAt, lease.until()));
    }

    /** Makes work due at once that somebody may have; makes it where it got lost. */
    synchronized void hurry(UUID orderId, Instant now) {
        openRefundOfTheRest(orderId, now);
        if (isPending(orderId)) {
            var known = work.getOrDefault(orderId, new Due(0, "", now, null));
            var dueAt = known.dueAt().isBefore(now) ? known.dueAt() : now;
            work.put(orderId, new Due(known.attempt(), known.origin(), dueAt, known.leaseUntil()));
        }
    }

    synchronized boolean hasWork() {
        return !work.isEmpty();
    }

    /** Forgets that there is something to do, as nothing ever should. */
    synchronized void loseWork(UUID orderId) {
        work.remove(orderId);
    }

    synchronized boolean isPending(UUID orderId) {
        var payment = payments.get(orderId);
        return (payment != null && !payment.isDecided())
                || refunds(orderId).stream().anyMatch(refund -> !refund.isDone());
    }

    synchronized void openRefundOfTheRest(UUID orderId, Instant at) {
        var payment = Objects.requireNonNull(payments.get(orderId));
        var why = payment.cancellation();
        if (why != null && payment.owesTheRest()) {
            var money = payment.charge().amount();
            var rest = new Money(money.amount() - payment.refundPromised(), money.currency());
            put(Refund.wanted(orderId, payment, rest, new Request(why.by(), why.reason(), at)));
            put(promised(payment, rest.amount()));
        }
    }

    static Payment promised(Payment payment, long more) {
        return new Payment(
                payment.id(),
                payment.charge(),
                payment.status(),
                payment.reason(),
                payment.createdAt(),
                payment.decidedAt(),
                payment.refundPromised() + more,
                payment.cancellation());
    }

    private Work leased(UUID orderId, Lease lease) {
        var row = Objects.requireNonNull(work.get(orderId));
        work.put(orderId, new Due(row.attempt(), row.origin(), row.dueAt(), lease.until()));
        return new Work(Objects.requireNonNull(payments.get(orderId)), row.attempt(), row.origin());
    }
}
