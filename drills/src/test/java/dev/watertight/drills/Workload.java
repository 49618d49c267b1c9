package dev.watertight.drills;

import dev.watertight.drills.bench.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A workload of {@code ./watertight load}, by k6, until it is closed or its time is up. */
final class Workload implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;

    private Workload(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Every journey at a steady rate.
     *
     * @param samples where every request is told of, as CSV
     */
    static Workload journeys(Path samples, Duration longest) {
        return start(
                List.of("journeys", "--samples", samples.toString()),
                Map.of(),
                longest,
                samples.resolveSibling(samples.getFileName() + ".log"));
    }

    /** Another workload, and its journeys each second, such as {@code shop 60}. */
    static Workload more(String nameAndRate, Duration longest, Path log) {
        var parts = nameAndRate.split(" ", 2);
        return start(List.of(parts[0]), Map.of("SHOP_RATE", parts[1]), longest, log);
    }

    private static Workload start(List<String> workload, Map<String, String> settings, Duration longest, Path log) {
        var command = new ArrayList<>(List.of(Addresses.root() + "/watertight", "load"));
        command.addAll(workload);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(settings);
        builder.environment().put("SHOP_DURATION", longest.toSeconds() + "s");
        try {
            return new Workload(builder.start(), log);
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
