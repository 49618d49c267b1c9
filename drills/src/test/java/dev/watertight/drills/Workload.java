package dev.watertight.drills;

import dev.watertight.drills.bench.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** Every journey at a steady rate, by k6, until it is closed or its time is up. */
final class JourneyLoad implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;

    /** @param samples where every request is told of, as CSV */
    JourneyLoad(Path samples, Duration longest) {
        this.log = samples.resolveSibling(samples.getFileName() + ".log");
        var builder = new ProcessBuilder(
                        Addresses.root() + "/watertight", "load", "journeys", "--samples", samples.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("SHOP_DURATION", longest.toSeconds() + "s");
        try {
            this.process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it is so that it works; the first requests of a run log people in. */
    void await(BooleanSupplier works) {
        Awaitility.await().atMost(START).until(() -> {
            requireRunning();
            return works.getAsBoolean();
        });
    }

    void requireRunning() {
        if (!process.isAlive()) {
            throw new AssertionError("k6 is not running any more; its log: " + log);
        }
    }

    @Override
    public void close() {
        Running.end(process);
    }
}
