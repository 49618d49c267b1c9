package dev.watertight.drills;

import dev.watertight.drills.history.Answer;
import dev.watertight.drills.report.Sample;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** What customers know of their orders while a drill goes on. */
final class OrderBook {
    /** Looking must not become a load of its own. */
    private static final int LOOKS_AT_ONCE = 30;

    /** More orders than that on their way are a sign of a machine too slow for more. */
    private static final int MOST_OPEN = 250;

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicInteger asking = new AtomicInteger();

    private record Entry(Shopper shopper, String id, String status, long sinceNanos) {
        boolean isOpen() {
            return switch (status) {
                case "confirmed", "rejected", "cancelled" -> false;
                default -> true;
            };
        }

        Entry now(String now) {
            return new Entry(shopper, id, now, sinceNanos);
        }
    }

    void asks() {
        asking.incrementAndGet();
    }

    void asksNoLonger() {
        asking.decrementAndGet();
    }

    void taken(Shopper shopper, Answer answer) {
        entries.putIfAbsent(
                answer.orderId(), new Entry(shopper, answer.orderId(), answer.orderStatus(), System.nanoTime()));
    }

    /** Its customer wants it back: it may change once more. */
    void cancelling(String id) {
        entries.computeIfPresent(id, (_, entry) -> new Entry(entry.shopper(), id, "cancelling", System.nanoTime()));
    }

    int taken() {
        return entries.size();
    }

    boolean isCrowded(int mostAsking) {
        return asking.get() >= mostAsking || open() >= MOST_OPEN;
    }

    long open() {
        return entries.values().stream().filter(Entry::isOpen).count();
    }

    /** Looks how the oldest open ones are. */
    void look() {
        var open = entries.values().stream()
                .filter(Entry::isOpen)
                .sorted(Comparator.comparingLong(Entry::sinceNanos))
                .limit(LOOKS_AT_ONCE)
                .toList();
        try (var lookers = Executors.newVirtualThreadPerTaskExecutor()) {
            open.forEach(entry -> lookers.execute(() -> look(entry)));
        }
    }

    Sample sample(double second) {
        var all = List.copyOf(entries.values());
        var now = System.nanoTime();
        var oldest = all.stream()
                .filter(Entry::isOpen)
                .mapToLong(entry -> now - entry.sinceNanos())
                .max()
                .orElse(0);
        return new Sample(
                second,
                count(all, "confirmed"),
                count(all, "rejected"),
                count(all, "cancelled"),
                (int) all.stream().filter(Entry::isOpen).count(),
                asking.get(),
                oldest / 1e9);
    }

    private void look(Entry entry) {
        entry.shopper()
                .look("/orders/" + entry.id())
                .map(order -> order.path("status").asText())
                .ifPresent(status -> entries.replace(entry.id(), entry, entry.now(status)));
    }

    private static int count(Collection<Entry> entries, String status) {
        return (int)
                entries.stream().filter(entry -> entry.status().equals(status)).count();
    }
}
