package dev.watertight.drills.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A process of Linux, as /proc shows it. */
public record Running(long pid) {
    /** What a clock tick is, as proc(5) counts: USER_HZ, which is 100 on every architecture Linux runs Java on. */
    private static final long MILLIS_PER_TICK = 10;

    /** User and system time are fields 14 and 15; the name, field 2, is in parentheses and may hold spaces. */
    private static final int USER_TIME = 11;

    /** A service drains before it ends. */
    private static final int PATIENCE_SECONDS = 30;

    /** The processor time this process has used. */
    public Duration cpu() {
        var stat = read("stat");
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Duration.ofMillis(
                (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1])) * MILLIS_PER_TICK);
    }

    public List<String> command() {
        return Arrays.stream(read("cmdline").split("\0", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    public Map<String, String> environment() {
        var variables = new TreeMap<String, String>();
        for (var variable : read("environ").split("\0", -1)) {
            var equals = variable.indexOf('=');
            if (equals > 0) {
                variables.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return variables;
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends a process we started, with patience. */
    public static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
