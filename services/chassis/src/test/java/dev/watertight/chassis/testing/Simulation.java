package dev.watertight.chassis.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A history of concurrent work that a seed decides: only one task runs at a time, another one may take over wherever a task
 * pauses, a process may end there, and time passes only when everybody waits. The same seed is the same history. The idea
 * is that of FoundationDB's simulation (Zhou et al., SIGMOD 2021, section 4).
 */
public final class Simulation {
    /** A history that has not come to its end by then goes round in circles. */
    private static final int MOST_STEPS = 100_000;

    private static final int MOST = 200;
    private static final int OFTEN = 20;
    private static final Duration SHORT_STALL = Duration.ofMillis(500);
    private static final Duration LONG_STALL = Duration.ofSeconds(20);

    /** Ends a task whose process died; nothing it does on its way out has any effect. */
    private static final class Died extends Error {
        private static final long serialVersionUID = 1;
    }

    private final Random random;
    private final Semaphore ended = new Semaphore(0);
    private final List<Task> tasks = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-01T10:00:00Z");
    private int steps;
    private boolean calm;
    private @Nullable Task running;
    private @Nullable AssertionError failure;

    public Simulation(long seed) {
        this.random = new Random(seed);
    }

    private final class Task {
        final String process;
        final Semaphore turn = new Semaphore(0);
        Instant wake;
        boolean dead;

        Task(String process, Instant wake) {
            this.process = process;
            this.wake = wake;
        }

        void run(Runnable work) {
            turn.acquireUninterruptibly();
            try {
                if (!dead) {
                    work.run();
                }
            } catch (Died e) {
                // As its process did.
            } catch (RuntimeException | Error e) {
                fail(new AssertionError(process + " failed", e));
            } finally {
                tasks.remove(this);
                handOver();
            }
        }

        /** Lets the next one go on; returns whether that is another one. */
        boolean handOver() {
            if (tasks.isEmpty()) {
                ended.release();
                return true;
            }
            var next = next();
            running = next;
            if (next == this) {
                return false;
            }
            next.turn.release();
            return true;
        }
    }

    public Random random() {
        return random;
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** A time from none up to {@code longest}, in whole milliseconds. */
    public Duration within(Duration longest) {
        return Duration.ofMillis(random.nextLong(longest.toMillis() + 1));
    }

    /** Shows the simulated time, also as it passes. */
    public Clock clock() {
        return ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    }

    /** Lets {@code process} do {@code work} once {@code delay} has passed. */
    public void start(String process, Duration delay, Runnable work) {
        var task = new Task(process, now.plus(delay));
        tasks.add(task);
        Thread.ofVirtual().name(process).start(() -> task.run(work));
    }

    /** Others may go first now: most often at the same instant, at times a moment later, rarely after a long stall. */
    public void pause() {
        var kind = calm ? MOST : random.nextInt(MOST);
        sleep(kind == 0 ? within(LONG_STALL) : kind < OFTEN ? within(SHORT_STALL) : Duration.ZERO);
    }

    /** From now on nobody stalls any more. */
    public void calm() {
        calm = true;
    }

    /** Goes on after {@code time}, if the process lives that long; does nothing outside of a task. */
    public void sleep(Duration time) {
        var task = running;
        if (task == null) {
            return;
        }
        if (!task.dead) {
            task.wake = now.plus(time);
            if (task.handOver()) {
                task.turn.acquireUninterruptibly();
            }
        }
        if (task.dead) {
            throw new Died();
        }
    }

    /** Ends {@code process}: whatever it was at stays as it is. */
    public void kill(String process) {
        tasks.stream().filter(task -> task.process.equals(process)).forEach(task -> task.dead = true);
    }

    /**
     * Runs until nothing is left to do.
     *
     * @throws AssertionError when a task failed, or when there is no end to it
     */
    public void run() {
        if (!tasks.isEmpty()) {
            running = next();
            running.turn.release();
            ended.acquireUninterruptibly();
            running = null;
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void fail(AssertionError e) {
        if (failure == null) {
            failure = e;
        }
        tasks.forEach(task -> task.dead = true);
    }

    private Task next() {
        if (++steps > MOST_STEPS) {
            fail(new AssertionError("no end after " + MOST_STEPS + " steps"));
        }
        var ready = ready();
        if (ready.isEmpty()) {
            now = tasks.stream()
                    .map(task -> task.wake)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            ready = ready();
        }
        return ready.get(random.nextInt(ready.size()));
    }

    private List<Task> ready() {
        return tasks.stream()
                .filter(task -> task.dead || !task.wake.isAfter(now))
                .toList();
    }
}
