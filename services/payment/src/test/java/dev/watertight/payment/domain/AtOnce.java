package dev.watertight.payment.domain;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Does something many times at once. */
public final class AtOnce {
    private AtOnce() {}

    /** Makes one of the many, by its number. */
    @FunctionalInterface
    public interface Numbered<T> {
        Callable<T> number(int number);
    }

    public static <T> List<T> all(int copies, Numbered<T> work) {
        var calls = IntStream.range(0, copies).mapToObj(work::number).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(calls).stream().map(Future::resultNow).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
