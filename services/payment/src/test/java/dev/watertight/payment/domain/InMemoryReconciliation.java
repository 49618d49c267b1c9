package dev.watertight.payment.domain;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The state of reconciliation in memory, with the same promises as that in MySQL. */
public final class InMemoryReconciliation implements Reconciliation {
    private static final Comparator<UUID> AS_BYTES = Comparator.comparing(
                    UUID::getMostSignificantBits, Long::compareUnsigned)
            .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

    private record Place(UUID position, Instant dueAt) {}

    private final InMemoryPayments payments;
    private final Map<UUID, Mismatch> mismatches = new LinkedHashMap<>();
    private final Map<String, Place> places = new HashMap<>();

    public InMemoryReconciliation(InMemoryPayments payments) {
        this.payments = payments;
        places.put("acquirer", new Place(Reconciler.START, Instant.EPOCH));
    }

    @Override
    public Optional<UUID> begin(Instant now, Instant until) {
        synchronized (payments) {
            var place = place();
            if (place.dueAt().isAfter(now)) {
                return Optional.empty();
            }
            places.put("acquirer", new Place(place.position(), until));
            return Optional.of(place.position());
        }
    }

    @Override
    public void end(Instant until, UUID position, Instant dueAt) {
        synchronized (payments) {
            places.computeIfPresent(
                    "acquirer", (_, place) -> place.dueAt().equals(until) ? new Place(position, dueAt) : place);
        }
    }

    @Override
    public List<Candidate> page(UUID after, Window window, int limit) {
        synchronized (payments) {
            return payments.all().stream()
                    .filter(payment -> AS_BYTES.compare(payment.orderId(), after) > 0)
                    .filter(payment -> isInside(payment, window) || isOldSuspect(payment, window))
                    .sorted(Comparator.comparing(Payment::orderId, AS_BYTES))
                    .limit(limit)
                    .map(payment -> new Candidate(payment, mismatches.containsKey(payment.orderId())))
                    .toList();
        }
    }

    @Override
    public List<Candidate> suspects(int limit) {
        synchronized (payments) {
            return mismatches.keySet().stream()
                    .limit(limit)
                    .map(orderId -> new Candidate(payments.findByOrder(orderId).orElseThrow(), true))
                    .toList();
        }
    }

    @Override
    public boolean report(UUID orderId, Mismatch kind, Instant at) {
        synchronized (payments) {
            return mismatches.put(orderId, kind) == null;
        }
    }

    @Override
    public void clear(UUID orderId) {
        synchronized (payments) {
            mismatches.remove(orderId);
        }
    }

    @Override
    public void hurry(UUID orderId, Instant now) {
        payments.hurry(orderId, now);
    }

    @Override
    public long mismatches() {
        synchronized (payments) {
            return mismatches.size();
        }
    }

    Map<UUID, Mismatch> found() {
        return Map.copyOf(mismatches);
    }

    private Place place() {
        return places.getOrDefault("acquirer", new Place(Reconciler.START, Instant.EPOCH));
    }

    private static boolean isInside(Payment payment, Window window) {
        return AS_BYTES.compare(payment.orderId(), window.from()) >= 0
                && AS_BYTES.compare(payment.orderId(), window.to()) <= 0
                && !payment.createdAt().isAfter(window.createdBefore());
    }

    private boolean isOldSuspect(Payment payment, Window window) {
        return mismatches.containsKey(payment.orderId()) && AS_BYTES.compare(payment.orderId(), window.from()) < 0;
    }
}
