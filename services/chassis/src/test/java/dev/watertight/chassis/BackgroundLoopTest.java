package dev.watertight.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class BackgroundLoopTest {
    private static final Duration BRIEF = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final AtomicInteger rounds = new AtomicInteger();

    @Test
    void goesOnAfterAnException() {
        survives(() -> {
            throw new java.io.IOException("once");
        });
    }

    @Test
    void goesOnAfterAnError() {
        survives(() -> {
            throw new StackOverflowError("once");
        });
    }

    @Test
    void goesOnAtOnceWhenThereIsMore() {
        try (var _ = new BackgroundLoop("test", HOUR, () -> rounds.incrementAndGet() < 5).start()) {
            await().untilAtomic(rounds, org.hamcrest.Matchers.is(5));
        }
    }

    @Test
    void pausesWhenThereIsNothingMore() {
        try (var _ = new BackgroundLoop("test", HOUR, () -> rounds.incrementAndGet() > 5).start()) {
            await().pollDelay(Duration.ofMillis(100)).untilAtomic(rounds, org.hamcrest.Matchers.is(1));
        }
    }

    @Test
    void stopsWithoutWaitingForThePause() {
        var loop = new BackgroundLoop("test", HOUR, () -> rounds.incrementAndGet() > 5).start();
        await().untilAtomic(rounds, org.hamcrest.Matchers.is(1));
        var start = System.nanoTime();
        loop.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void letsTheRunningRoundFinish() throws InterruptedException {
        var running = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        var loop = new BackgroundLoop("test", BRIEF, () -> {
                    running.countDown();
                    finish.await();
                    rounds.incrementAndGet();
                    return false;
                })
                .start();
        running.await();
        var closing = Thread.ofVirtual().start(loop::close);
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        finish.countDown();
        closing.join();

        assertThat(rounds).hasValue(1);
    }

    @Test
    void doesNothingOnceStopped() {
        var loop = new BackgroundLoop("test", BRIEF, () -> rounds.incrementAndGet() < 0).start();
        await().until(() -> rounds.get() > 2);
        loop.close();
        var atTheEnd = rounds.get();

        await().pollDelay(Duration.ofMillis(50)).until(() -> rounds.get() == atTheEnd);
    }

    @Test
    void stopsAllBeforeItWaitsForAny() throws InterruptedException {
        var running = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        var slow = new BackgroundLoop("slow", BRIEF, () -> {
                    running.countDown();
                    finish.await();
                    return false;
                })
                .start();
        var other = new BackgroundLoop("other", BRIEF, () -> rounds.incrementAndGet() < 0).start();
        running.await();
        var closing = Thread.ofVirtual().start(() -> BackgroundLoop.closeAll(List.of(slow, other)));
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        // One round may have begun before.
        var most = rounds.get() + 1;
        await().during(Duration.ofMillis(100)).until(() -> rounds.get() <= most);
        finish.countDown();
        closing.join();
    }

    @Test
    void waitsForAllTogetherNoLongerThanForOne() {
        var forEver = new CountDownLatch(1);
        BackgroundLoop.Round stuck = () -> {
            while (rounds.incrementAndGet() > 0) {
                forEver.await();
            }
            return false;
        };
        var loops = List.of(
                new BackgroundLoop("one", BRIEF, stuck).start(),
                new BackgroundLoop("two", BRIEF, stuck).start(),
                new BackgroundLoop("never started", BRIEF, stuck));
        await().untilAtomic(rounds, org.hamcrest.Matchers.is(2));
        var start = System.nanoTime();
        BackgroundLoop.closeAll(loops);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }

    private void survives(BackgroundLoop.Round first) {
        BackgroundLoop.Round round = () -> rounds.incrementAndGet() == 1 ? first.run() : false;
        try (var _ = new BackgroundLoop("test", BRIEF, round).start()) {
            await().until(() -> rounds.get() > 2);
        }
    }
}
