package dev.watertight.order.domain;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** How far orders in memory were compared. */
final class InMemoryReconciliation implements Reconciliation {
    final Map<UUID, Mismatch> known = new HashMap<>();
    private final InMemoryOrders orders;
    private String position = "";
    private Instant dueAt = Instant.MIN;

    InMemoryReconciliation(InMemoryOrders orders) {
        this.orders = orders;
    }

    @Override
    public List<Order> next(Round round, int limit) {
        if (dueAt.isAfter(round.now())) {
            return List.of();
        }
        var page = orders.all().stream()
                .filter(order -> order.placedAt().isAfter(round.placedAfter()))
                .filter(order -> !order.placedAt().isAfter(round.placedBefore()))
                .filter(order -> order.id().toString().compareTo(position) > 0)
                .limit(limit)
                .toList();
        position = page.size() < limit ? "" : page.getLast().id().toString();
        dueAt = round.nextAt();
        return Stream.concat(
                        page.stream(),
                        orders.all().stream()
                                .filter(order -> known.containsKey(order.id()))
                                .limit(limit))
                .distinct()
                .toList();
    }

    @Override
    public void revive(UUID orderId, Instant dueAt) {
        var order = orders.find(orderId).orElseThrow();
        if (order.status() != OrderStatus.CONFIRMED && order.status() != OrderStatus.CANCELLED) {
            orders.putIfAbsent(orderId, dueAt);
        }
    }

    @Override
    public boolean differs(UUID orderId, Mismatch mismatch, Instant now) {
        return known.putIfAbsent(orderId, mismatch) == null;
    }

    @Override
    public void agrees(UUID orderId) {
        known.remove(orderId);
    }

    @Override
    public int mismatches() {
        return known.size();
    }
}
