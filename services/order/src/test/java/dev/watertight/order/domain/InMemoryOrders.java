package dev.watertight.order.domain;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Orders in memory, with the same promises as those in MySQL. */
public class InMemoryOrders implements Orders {
    private record KeyOf(UUID customerId, String key) {}

    record Due(Work work, Instant dueAt) {}

    private final Map<UUID, Order> orders = new HashMap<>();
    private final Map<KeyOf, IdempotencyRecord> keys = new HashMap<>();
    private final Map<UUID, Due> work = new HashMap<>();

    @Override
    public synchronized Placement place(Order order, IdempotencyKey key, Lease lease, String origin) {
        var known = keys.get(keyOf(key));
        if (known != null) {
            return new Placement.Known(known);
        }
        keys.put(keyOf(key), new IdempotencyRecord(order.id(), key.fingerprint(), null));
        orders.put(order.id(), order);
        work.put(order.id(), new Due(new Work(order.id(), 0, origin), lease.until()));
        return new Placement.Placed();
    }

    @Override
    public synchronized RecordedAnswer recordAnswer(IdempotencyKey key, RecordedAnswer answer) {
        return record(keyOf(key), answer);
    }

    @Override
    public synchronized Optional<RecordedAnswer> recordedAnswer(IdempotencyKey key) {
        var known = keys.get(keyOf(key));
        return known == null ? Optional.empty() : Optional.ofNullable(known.answer());
    }

    @Override
    public synchronized Optional<Order> find(UUID orderId) {
        return Optional.ofNullable(orders.get(orderId));
    }

    @Override
    public synchronized List<Order> list(UUID customerId, @Nullable UUID after, int limit) {
        return orders.values().stream()
                .filter(order -> order.customerId().equals(customerId))
                .filter(order -> after == null || order.id().toString().compareTo(after.toString()) < 0)
                .sorted(Comparator.comparing((Order order) -> order.id().toString())
                        .reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized boolean price(Order order) {
        var known = orders.get(order.id());
        var pending = known != null && known.status() == OrderStatus.PENDING;
        if (pending) {
            orders.put(order.id(), order);
        }
        return pending;
    }

    @Override
    public synchronized boolean settle(Order settled, RecordedAnswer answer) {
        var moved = move(settled, OrderStatus.PENDING);
        if (moved) {
            recordAnswer(settled.id(), answer);
        }
        if (moved && settled.status() == OrderStatus.CONFIRMED) {
            work.remove(settled.id());
        }
        return moved;
    }

    @Override
    public synchronized boolean callOff(Order calledOff, OrderStatus from, String origin) {
        var moved = move(calledOff, from);
        if (moved) {
            work.put(
                    calledOff.id(),
                    new Due(new Work(calledOff.id(), 0, origin), Objects.requireNonNull(calledOff.settledAt())));
        }
        return moved;
    }

    @Override
    public synchronized boolean cancel(Order cancelled, RecordedAnswer answer) {
        var moved = move(cancelled, OrderStatus.CANCELLING);
        if (moved) {
            recordAnswer(cancelled.id(), answer);
            work.remove(cancelled.id());
        }
        return moved;
    }

    boolean move(Order moved, OrderStatus from) {
        var known = orders.get(moved.id());
        var may = known != null && known.status() == from && Objects.equals(known.total(), moved.total());
        if (may) {
            orders.put(moved.id(), moved);
        }
        return may;
    }

    private void recordAnswer(UUID orderId, RecordedAnswer answer) {
        keys.entrySet().stream()
                .filter(entry -> entry.getValue().orderId().equals(orderId))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(key -> record(key, answer));
    }

    @Override
    public synchronized void finish(UUID orderId) {
        var known = orders.get(orderId);
        if (known != null && known.status() != OrderStatus.PENDING && known.status() != OrderStatus.CANCELLING) {
            work.remove(orderId);
        }
    }

    @Override
    public synchronized List<Work> lease(Lease lease, Instant now, int limit) {
        var due = work.values().stream()
                .filter(row -> !row.dueAt().isAfter(now))
                .sorted(Comparator.comparing(Due::dueAt))
                .limit(limit)
                .toList();
        due.forEach(row -> work.put(row.work().orderId(), new Due(row.work(), lease.until())));
        return due.stream().map(Due::work).toList();
    }

    @Override
    public synchronized void postpone(UUID orderId, int attempts, Instant dueAt) {
        work.computeIfPresent(
                orderId, (id, row) -> new Due(new Work(id, attempts, row.work().origin()), dueAt));
    }

    @Override
    public synchronized int forgetKeys(Instant before, int limit) {
        var old = keys.entrySet().stream()
                .filter(key -> key.getValue().answer() != null)
                .filter(key ->
                        find(key.getValue().orderId()).orElseThrow().placedAt().isBefore(before))
                .map(Map.Entry::getKey)
                .limit(limit)
                .toList();
        old.forEach(keys::remove);
        return old.size();
    }

    @Override
    public synchronized Optional<Instant> oldestPending() {
        return orders.values().stream()
                .filter(order -> order.status() == OrderStatus.PENDING || order.status() == OrderStatus.CANCELLING)
                .map(order -> Objects.requireNonNullElse(order.settledAt(), order.placedAt()))
                .min(Comparator.naturalOrder());
    }

    /** The row of the order's work, which is gone then. */
    synchronized @Nullable Due take(UUID orderId) {
        return work.remove(orderId);
    }

    synchronized void put(Due row) {
        work.put(row.work().orderId(), row);
    }

    synchronized void putIfAbsent(UUID orderId, Instant dueAt) {
        work.putIfAbsent(orderId, new Due(new Work(orderId, 0, ""), dueAt));
    }

    /** All orders, by id. */
    synchronized List<Order> all() {
        return orders.values().stream()
                .sorted(Comparator.comparing(order -> order.id().toString()))
                .toList();
    }

    /** Whether there is anything left to do. */
    synchronized boolean hasWork() {
        return !work.isEmpty();
    }

    private RecordedAnswer record(KeyOf key, RecordedAnswer answer) {
        var known = keys.computeIfPresent(
                key,
                (_, row) ->
                        row.answer() != null ? row : new IdempotencyRecord(row.orderId(), row.fingerprint(), answer));
        return Objects.requireNonNull(Objects.requireNonNull(known).answer());
    }

    private static KeyOf keyOf(IdempotencyKey key) {
        return new KeyOf(key.customerId(), key.key());
    }
}
