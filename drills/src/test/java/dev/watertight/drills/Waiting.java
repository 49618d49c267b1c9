package dev.watertight.drills;

import java.util.concurrent.locks.LockSupport;

/** Waits for a moment; tests wait for conditions instead. */
final class Waiting {
    private Waiting() {}

    /** Returns when {@link System#nanoTime} has come that far, or at once when the thread is interrupted. */
    static void until(long nanos) {
        while (nanos - System.nanoTime() > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(nanos - System.nanoTime());
        }
    }
}
