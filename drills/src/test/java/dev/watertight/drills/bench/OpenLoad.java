package dev.watertight.drills.bench;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * Requests at a fixed rate, whether or not earlier ones were answered, as customers do not wait for each other. Who sends
 * the next one only after an answer asks a slow service for less, and never sees it overloaded; that is {@link #saturate},
 * which finds how much a service can answer at the most.
 */
public final class OpenLoad {
    /** Requests that wait for their answer; one more is not sent, and what was measured is void. */
    private static final int MOST_AT_ONCE = 16_000;

    private static final int NO_ANSWER = 0;

    private final IntSupplier request;
    private final Queue<Outcomes.Outcome> outcomes = new ConcurrentLinkedQueue<>();

    private OpenLoad(IntSupplier request) {
        this.request = request;
    }

    /**
     * Sends them, and waits for the last answer.
     *
     * @param rate in requests a second
     * @param request sends one and says the status of its answer, or throws {@link UncheckedIOException} if there was none
     */
    public static Outcomes run(double rate, Duration time, IntSupplier request) {
        return new OpenLoad(request).atRate(rate, time);
    }

    /** The same by so many callers, each of whom waits for an answer before it asks again. */
    public static Outcomes saturate(int callers, Duration time, IntSupplier request) {
        return new OpenLoad(request).closedLoop(callers, time);
    }

    private Outcomes atRate(double rate, Duration time) {
        var room = new Semaphore(MOST_AT_ONCE);
        var begun = System.nanoTime();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var number = (long) (rate * time.toMillis() / 1_000);
            for (long sent = 0; sent < number; sent++) {
                var due = begun + (long) (sent * 1e9 / rate);
                waitUntil(due);
                if (!room.tryAcquire()) {
                    throw new IllegalStateException("more than " + MOST_AT_ONCE + " requests wait for their answers");
                }
                callers.execute(() -> {
                    try {
                        send(due);
                    } finally {
                        room.release();
                    }
                });
            }
            requireInTime(System.nanoTime() - begun, time);
        }
        return new Outcomes(begun, outcomes);
    }

    private Outcomes closedLoop(int number, Duration time) {
        var begun = System.nanoTime();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var caller = 0; caller < number; caller++) {
                callers.execute(() -> {
                    while (System.nanoTime() - begun < time.toNanos()) {
                        send(System.nanoTime());
                    }
                });
            }
        }
        return new Outcomes(begun, outcomes);
    }

    private void send(long due) {
        var status = NO_ANSWER;
        try {
            status = request.getAsInt();
        } catch (UncheckedIOException e) {
            // No answer is one of the things that may become of a request.
        } finally {
            outcomes.add(new Outcomes.Outcome(due, status, System.nanoTime() - due));
        }
    }

    /** Load that came late was less than what was asked for. */
    private static void requireInTime(long nanos, Duration time) {
        if (nanos > time.toNanos() * 1.1) {
            throw new IllegalStateException("the load took %.1f s to send, not %d: nothing was measured"
                    .formatted(nanos / 1e9, time.toSeconds()));
        }
    }

    private static void waitUntil(long nanos) {
        for (var left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
