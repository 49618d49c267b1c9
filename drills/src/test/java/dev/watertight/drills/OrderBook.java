package dev.watertight.drills;

import dev.watertight.drills.history.Answer;
import dev.watertight.drills.report.Sample;
import java.time.Duration;
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
    private static final int LOOKS_AT_ONCE = 40;

    /** More orders than that on their way are a sign of a machine too slow for more. */
    private static final int MOST_OPEN = 250;

    /** One that is open for so long says nothing of the machine: it may stay so for ever. */
    private static final long FORGOTTEN_NANOS = Duration.ofMinutes(1).toNanos();

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicInteger asking = new AtomicInteger();

    private record Entry(Shopper shopper, String id, String status, long sinceNanos, long lookedNanos) {
        static Entry since(Shopper shopper, String id, String status) {
            var now = System.nanoTime();
            return new Entry(shopper, id, status, now, now);
        }

        boolean isOpen() {
            return switch (status) {
                case "confirmed", "rejected", "cancelled" -> false;
                default -> true;
            };
        }

        Entry now(String now) {
            return new Entry(shopper, id, now, sinceNanos, System.nanoTime());
        }
    }

    void asks() {
        asking.incrementAndGet();
    }

    void asksNoLonger() {
        asking.decrementAndGet();
    }

    void taken(Shopper shopper, Answer answer) {
        entries.putIfAbsent(answer.orderId(), Entry.since(shopper, answer.orderId(), answer.orderStatus()));
    }

    /** Its customer wants it back: it may change once more. */
    void cancelling(String id) {
        entries.computeIfPresent(id, (_, entry) -> Entry.since(entry.shopper(), id, "cancelling"));
    }

    boolean isCrowded(int mostAsking) {
        var forgotten = System.nanoTime() - FORGOTTEN_NANOS;
        var waiting = entries.values().stream()
                .filter(entry -> entry.isOpen() && entry.sinceNanos() - forgotten > 0)
                .count();
        return asking.get() >= mostAsking || waiting >= MOST_OPEN;
    }

    /** The orders that are not over. */
    List<String> open() {
        return entries.values().stream().filter(Entry::isOpen).map(Entry::id).toList();
    }

    /** Looks how those open ones are that were not looked at for longest. */
    void look() {
        var open = entries.values().stream()
                .filter(Entry::isOpen)
                .sorted(Comparator.comparingLong(Entry::lookedNanos))
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
                .ifPresentOrElse(
                        status -> entries.replace(entry.id(), entry, entry.now(status)),
                        () -> entries.replace(entry.id(), entry, entry.now(entry.status())));
    }

    private static int count(Collection<Entry> entries, String status) {
        return (int)
                entries.stream().filter(entry -> entry.status().equals(status)).count();
    }
}
