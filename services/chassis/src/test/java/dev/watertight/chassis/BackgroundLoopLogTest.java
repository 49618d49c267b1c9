package dev.watertight.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a loop says of rounds that fail. */
final class BackgroundLoopLogTest {
    private static final Duration BRIEF = Duration.ofMillis(1);

    private final Logger log = Logger.getLogger(BackgroundLoop.class.getName());
    private final Told told = new Told();

    /** The warnings about the loop of a test. */
    private static final class Told extends Handler {
        private final List<String> warnings = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord event) {
            if (Level.WARNING.equals(event.getLevel()) && event.getMessage().startsWith("tested ")) {
                warnings.add(event.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        log.addHandler(told);
    }

    @AfterEach
    void stopListening() {
        log.removeHandler(told);
    }

    @Test
    void warnsOnceWhileItFails() {
        var rounds = new AtomicInteger();
        BackgroundLoop.Round failing = () -> {
            rounds.incrementAndGet();
            throw new IOException("away");
        };
        try (var _ = new BackgroundLoop("tested loop", BRIEF, failing).start()) {
            await().until(() -> rounds.get() > 3);
        }

        assertThat(told.warnings).containsExactly("tested loop failed; going on");
    }

    @Test
    void warnsOfNothingThatFailsAsItIsCancelled() throws InterruptedException {
        var running = new CountDownLatch(1);
        BackgroundLoop.Round blocked = () -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IOException("Closed by interrupt", e);
            }
            return false;
        };
        var loop = new BackgroundLoop("tested loop", BRIEF, blocked).start();
        running.await();
        loop.cancel();
        loop.close();

        assertThat(told.warnings).isEmpty();
    }
}
