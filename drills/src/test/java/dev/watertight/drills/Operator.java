package dev.watertight.drills;

import dev.watertight.drills.bench.Running;
import dev.watertight.drills.collector.Collector;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Types {@code ./watertight …}, as whoever is on call does. */
final class Operator {
    private static final long PATIENCE_SECONDS = 120;

    private Operator() {}

    private record Outcome(boolean succeeded, String output) {}

    /** Runs the command, which must succeed, and returns what it printed. */
    static String watertight(String... arguments) {
        var outcome = run(arguments);
        if (!outcome.succeeded()) {
            throw new AssertionError(typed(arguments) + " failed:\n" + outcome.output());
        }
        return outcome.output();
    }

    /** Runs the command and returns what it printed, whether it found everything well or not. */
    static String report(String... arguments) {
        return run(arguments).output();
    }

    /** Starts another collector, of the same program and configuration as the stack's but for {@code changes}. */
    static Collector collector(String changes, Map<String, String> environment) {
        var program = watertight("tools")
                .lines()
                .map(line -> line.strip().split("\\s+", 2))
                .filter(columns -> columns[0].equals("otel-collector"))
                .map(columns -> Path.of(columns[1], "otelcol"))
                .findFirst()
                .orElseThrow();
        return new Collector(
                program, Path.of(Addresses.root(), "observability", "otel-collector"), changes, environment);
    }

    private static String typed(String... arguments) {
        return "./watertight " + String.join(" ", arguments);
    }

    private static Outcome run(String... arguments) {
        var command = new ArrayList<>(List.of(Addresses.root() + "/watertight"));
        command.addAll(List.of(arguments));
        try {
            var output = File.createTempFile("watertight", ".log");
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
            var isDone = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!isDone) {
                Running.end(process);
            }
            var text = Files.readString(output.toPath(), StandardCharsets.UTF_8);
            Files.delete(output.toPath());
            if (!isDone) {
                throw new AssertionError(
                        "%s was not done in %d s:\n%s".formatted(typed(arguments), PATIENCE_SECONDS, text));
            }
            return new Outcome(process.exitValue() == 0, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
