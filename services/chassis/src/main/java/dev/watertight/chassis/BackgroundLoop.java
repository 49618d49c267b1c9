package dev.watertight.chassis;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Does one thing again and again on a virtual thread of its own, whatever it throws, until it is closed. */
public final class BackgroundLoop implements AutoCloseable {
    /** One round; {@code true} asks for the next one at once, {@code false} for a pause. */
    @FunctionalInterface
    public interface Round {
        boolean run() throws Exception;
    }

    private static final Logger LOG = System.getLogger(BackgroundLoop.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final Duration pause;
    private final Round round;
    private final Semaphore stopped = new Semaphore(0);
    private final Thread thread;
    private volatile boolean failing;

    public BackgroundLoop(String name, Duration pause, Round round) {
        this.name = name;
        this.pause = pause;
        this.round = round;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::loop);
    }

    public BackgroundLoop start() {
        thread.start();
        return this;
    }

    /** Lets the running round finish, for five seconds at the most; then interrupts it. */
    @Override
    public void close() {
        closeAll(List.of(this));
    }

    /**
     * Lets the running rounds of all {@code loops} finish, for five seconds at the most, and begins no other but the first
     * one of a loop that was started just now.
     */
    static void closeAll(List<BackgroundLoop> loops) {
        loops.forEach(loop -> loop.stopped.release());
        var until = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (var loop : loops) {
                loop.finish(Duration.ofNanos(until - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void finish(Duration patience) throws InterruptedException {
        if (thread.getState() != Thread.State.NEW && !thread.join(patience)) {
            thread.interrupt();
        }
    }

    /** Interrupts the running round, which does nothing that has to be finished. */
    public void cancel() {
        stopped.release();
        thread.interrupt();
    }

    private void loop() {
        try {
            while (!stopped.tryAcquire(again() ? 0 : pause.toMillis(), TimeUnit.MILLISECONDS)) {
                // The condition is the pause.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopped() {
        return stopped.availablePermits() > 0;
    }

    private boolean again() throws InterruptedException {
        try {
            var again = round.run();
            if (failing) {
                failing = false;
                LOG.log(Level.INFO, "{0} works again", name);
            }
            return again;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | Error e) {
            // Once when it begins: a dependency that is away for an hour must not write 7,200 stack traces. And not at
            // the end: what is interrupted fails in ways of its own, and nothing goes on.
            if (!failing && !isStopped()) {
                failing = true;
                LOG.log(Level.WARNING, name + " failed; going on", e);
            }
            return false;
        }
    }
}
