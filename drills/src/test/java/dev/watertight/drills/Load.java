package dev.watertight.drills;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Steady requests while something is done to the system; keeps every answer that is not a success. */
final class Load implements AutoCloseable {
    /** At the latest the load ends by itself. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static final int LONGEST_TOLD = 80;

    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
    private final java.util.concurrent.ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final long endNanos = System.nanoTime() + LONGEST.toNanos();

    /** Sends a request every {@code interval}, whether the ones before were answered or not. */
    Load every(Duration interval, String name, Supplier<Http.Reply> request) {
        var _ = clock.scheduleAtFixedRate(
                () -> workers.execute(() -> send(name, request)), 0, interval.toNanos(), TimeUnit.NANOSECONDS);
        return this;
    }

    int sent() {
        return sent.get();
    }

    /** Stops sending, waits for the answers that are still to come, and returns what failed. */
    List<String> failures() {
        close();
        return new ArrayList<>(failures);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        workers.close();
    }

    /** It names the problem; hundreds of whole ones would hide everything else. */
    private static String start(String body) {
        return body.substring(0, Math.min(body.length(), LONGEST_TOLD));
    }

    private void send(String name, Supplier<Http.Reply> request) {
        if (System.nanoTime() > endNanos) {
            return;
        }
        sent.incrementAndGet();
        try {
            var reply = request.get();
            if (reply.status() >= 400) {
                failures.add(name + ": " + reply.status() + " " + start(reply.body()));
            }
        } catch (RuntimeException e) {
            failures.add(name + ": " + e.getMessage());
        }
    }
}
