package dev.watertight.payment.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Payments in memory, with the same promises as those in MySQL. */
public final class InMemoryPayments implements Payments {
    private record Due(
            int attempt,
            String origin,
            Instant dueAt,
            @Nullable Instant leaseUntil) {}

    private final Map<UUID, Payment> payments = new HashMap<>();
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
    public synchronized boolean decide(Payment decided, List<Movement> movements) {
        var known = payments.get(decided.orderId());
        if (known == null || known.isDecided()) {
            return false;
        }
        payments.put(decided.orderId(), decided);
        ledger.addAll(movements);
        work.remove(decided.orderId());
        return true;
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

    private Work leased(UUID orderId, Lease lease) {
        var row = java.util.Objects.requireNonNull(work.get(orderId));
        work.put(orderId, new Due(row.attempt(), row.origin(), row.dueAt(), lease.until()));
        return new Work(java.util.Objects.requireNonNull(payments.get(orderId)), row.attempt(), row.origin());
    }
}
