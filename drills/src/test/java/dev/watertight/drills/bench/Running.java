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
import java.util.Optional;
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

    /** As the threads of the JVM's compilers are called, of which Linux keeps 15 characters. */
    private static final List<String> COMPILERS = List.of("(C1 CompilerThre", "(C2 CompilerThre");

    private static final String QUICK_COMPILER_ALONE = "-XX:TieredStopAtLevel=1";

    /** The processor time this process has used. */
    public Duration cpu() {
        return cpu(read("stat"));
    }

    /**
     * What of that a JVM's compilers have used; of one that has ended nothing is known.
     *
     * @throws java.util.NoSuchElementException if there is none: it is no JVM
     */
    public Duration cpuOfCompilers() {
        try (var threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.flatMap(thread -> stat(thread).stream())
                    .filter(stat -> COMPILERS.stream().anyMatch(stat::contains))
                    .map(Running::cpu)
                    .reduce(Duration::plus)
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> stat(Path thread) {
        try {
            return Optional.of(Files.readString(thread.resolve("stat"), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty(); // It has ended since it was listed.
        }
    }

    private static Duration cpu(String stat) {
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Duration.ofMillis(
                (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1])) * MILLIS_PER_TICK);
    }

    public List<String> command() {
        return Arrays.stream(read("cmdline").split("\0", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /**
     * The command, for a JVM with both of its compilers: the stack spares young ones the thorough compiler, which pays off
     * only later.
     */
    public List<String> commandWithBothCompilers() {
        return command().stream()
                .filter(word -> !word.equals(QUICK_COMPILER_ALONE))
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

    public boolean isAlive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** What it holds of memory, in bytes. */
    public long residentBytes() {
        return memory("VmRSS:");
    }

    /** The most of it that it held at any time, in bytes. */
    public long peakResidentBytes() {
        return memory("VmHWM:");
    }

    private long memory(String kind) {
        return read("status")
                .lines()
                .filter(line -> line.startsWith(kind))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }

    /** Puts this process under the CPU quota of another one, which they share from then on. */
    public void shareQuotaOf(Running other) {
        try {
            var procs = Path.of(cpuHierarchy() + other.cpuGroup(), "cgroup.procs");
            Files.writeString(procs, Long.toString(pid), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where control groups of the processor are: those of version 1; where it has none, all of version 2. */
    private String cpuHierarchy() {
        return mountOf("cgroup", "cpu").or(() -> mountOf("cgroup2", "rw")).orElseThrow();
    }

    private Optional<String> mountOf(String kind, String option) {
        return read("mounts")
                .lines()
                .map(line -> line.split(" ", -1))
                .filter(mount -> mount[2].equals(kind)
                        && List.of(mount[3].split(",", -1)).contains(option))
                .map(mount -> mount[1])
                .findFirst();
    }

    /** Version 2 names no controllers, and comes last where there are both. */
    private String cpuGroup() {
        return read("cgroup")
                .lines()
                .map(line -> line.split(":", 3))
                .filter(group -> List.of(group[1].split(",", -1)).contains("cpu") || group[1].isEmpty())
                .map(group -> group[2])
                .findFirst()
                .orElseThrow();
    }

    /** Stops it where it stands, until it is let go on. */
    public void pause() {
        signal("-STOP");
    }

    public void goOn() {
        signal("-CONT");
    }

    public void hangUp() {
        signal("-HUP");
    }

    private void signal(String signal) {
        try {
            // That it is gone meanwhile is no failure: something else may have ended it.
            new ProcessBuilder("kill", signal, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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
                process.destroyForcibly().waitFor();
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
