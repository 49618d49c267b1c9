package dev.watertight.drills;

import dev.watertight.drills.report.Sample;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Watches the orders once a second, and tells how far it all is. */
final class Timeline implements AutoCloseable {
    private static final int SECONDS_BETWEEN_LINES = 5;

    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final OrderBook book;
    private final long startNanos;

    /** @param faults tells of those there were up to now */
    Timeline(OrderBook book, long startNanos, Supplier<String> faults) {
        this.book = book;
        this.startNanos = startNanos;
        var _ = clock.scheduleWithFixedDelay(book::look, 1, 1, TimeUnit.SECONDS);
        var _ = clock.scheduleAtFixedRate(this::sample, 0, 1, TimeUnit.SECONDS);
        var _ = clock.scheduleAtFixedRate(
                () -> say(faults.get()), SECONDS_BETWEEN_LINES, SECONDS_BETWEEN_LINES, TimeUnit.SECONDS);
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        sample();
    }

    private void sample() {
        samples.add(book.sample(seconds()));
    }

    private void say(String faults) {
        var now = book.sample(seconds());
        Progress.say("%4.0f s  %d orders taken, %d settled, %d pending (oldest %.0f s), %d unanswered; %s"
                .formatted(
                        now.second(),
                        now.taken(),
                        now.taken() - now.pending(),
                        now.pending(),
                        now.oldestPending(),
                        now.asking(),
                        faults));
    }
}
