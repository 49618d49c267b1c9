package dev.watertight.chassis.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.watertight.chassis.consul.Endpoint;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** What one caller has learned about one replica: how busy and how slow it is, and whether to leave it alone. */
final class Replica {
    private static final double SMOOTHING = 0.3;
    private static final long FIRST_EJECTION = Duration.ofSeconds(1).toNanos();
    private static final int MAX_DOUBLINGS = 5;
    private static final int MOST_FAILURES = 5;

    /** One that was slow is worth asking again after some of these. */
    private static final double HALF_LIFE = Duration.ofSeconds(2).toNanos();

    private static final double LEAST_MILLIS = 0.1;

    private final Endpoint endpoint;
    private final LongSupplier nanoTime;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile long ejectedUntilNanos;

    @GuardedBy("this")
    private double latencyMillis;

    @GuardedBy("this")
    private long heardAtNanos;

    @GuardedBy("this")
    private int ejections;

    @GuardedBy("this")
    private int failuresInARow;

    Replica(Endpoint endpoint, double latencyMillis, LongSupplier nanoTime) {
        this.endpoint = endpoint;
        this.latencyMillis = latencyMillis;
        this.nanoTime = nanoTime;
        this.heardAtNanos = nanoTime.getAsLong();
        this.ejectedUntilNanos = heardAtNanos;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    void begin() {
        inFlight.incrementAndGet();
    }

    /** It answered as one that works after {@code nanos}. */
    synchronized void answered(long nanos) {
        inFlight.decrementAndGet();
        learn(nanos / 1e6);
        ejections = 0;
        failuresInARow = 0;
    }

    /** It answered that it cannot serve now; one that sheds load is well. */
    synchronized void answeredUnavailable() {
        answeredBadly();
    }

    /**
     * It answered with a failure of its own.
     *
     * @return whether it has failed so often in a row that it should be left alone
     */
    synchronized boolean answeredWithFailure() {
        answeredBadly();
        failuresInARow++;
        return failuresInARow >= MOST_FAILURES;
    }

    /**
     * It refused the connection or broke it: leave it alone for a time that doubles from 1 s to 32 s, each time it
     * fails again after that.
     *
     * @return whether that begins now
     */
    synchronized boolean failed(long nowNanos) {
        inFlight.decrementAndGet();
        return eject(nowNanos);
    }

    /** It said nothing for {@code nanos}, which is the least that it takes now. */
    synchronized void timedOut(long nanos) {
        inFlight.decrementAndGet();
        learn(Math.max(latencyMillis(), nanos / 1e6));
    }

    /** A request to it ended in a way that says nothing about it. */
    void ended() {
        inFlight.decrementAndGet();
    }

    /** Leaves it alone because it times out or fails, as {@link #failed} does. */
    synchronized boolean ejectAsUnwell(long nowNanos) {
        return eject(nowNanos);
    }

    /** Quickly, perhaps, but that must not draw requests to it. */
    @GuardedBy("this")
    private void answeredBadly() {
        inFlight.decrementAndGet();
        heardAtNanos = nanoTime.getAsLong();
    }

    @GuardedBy("this")
    private void learn(double millis) {
        var before = latencyMillis();
        latencyMillis = before + SMOOTHING * (millis - before);
        heardAtNanos = nanoTime.getAsLong();
    }

    /** What fails meanwhile was sent before, with what it is left alone for, or as there was nobody else to ask. */
    @GuardedBy("this")
    private boolean eject(long nowNanos) {
        if (isEjected(nowNanos)) {
            return false;
        }
        ejectedUntilNanos = nowNanos + (FIRST_EJECTION << Math.min(ejections, MAX_DOUBLINGS));
        ejections++;
        return true;
    }

    boolean isEjected(long nowNanos) {
        return ejectedUntilNanos - nowNanos > 0;
    }

    /** The expected wait of one more request: smaller is better. */
    synchronized double cost() {
        return (inFlight.get() + 1) * latencyMillis();
    }

    /** The smoothed latency, which counts for less the longer ago it was seen. */
    synchronized double latencyMillis() {
        var age = nanoTime.getAsLong() - heardAtNanos;
        return Math.max(LEAST_MILLIS, latencyMillis * Math.pow(0.5, age / HALF_LIFE));
    }
}
