package dev.watertight.drills.scaling;

import dev.watertight.drills.bench.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The machine's cores in two halves, as if they were two nodes: what is measured, its database, its load and what takes
 * in its spans have the one, everything else has the other. Else the watched services would wait for a core whenever
 * the machine is busy, which says nothing of how well they are kept apart.
 */
public enum Half {
    LOADED,
    WATCHED;

    private static final String ALLOWED = "Cpus_allowed_list:";
    private static final List<Integer> CORES = allowed();

    /** Those of this half. */
    List<Integer> cores() {
        var middle = CORES.size() / 2;
        return this == LOADED ? CORES.subList(0, middle) : CORES.subList(middle, CORES.size());
    }

    /** Keeps all threads of a process, and those it will start, on the cores of this half. */
    public void hold(Running process) {
        pin(process, cores());
    }

    /** Lets a process have all cores again. */
    public static void release(Running process) {
        pin(process, CORES);
    }

    /** The command, to run on the cores of this half. */
    List<String> command(List<String> words) {
        return Stream.concat(Stream.of("taskset", "--cpu-list", list(cores())), words.stream())
                .toList();
    }

    private static void pin(Running process, List<Integer> cores) {
        var command =
                List.of("taskset", "--all-tasks", "--pid", "--cpu-list", list(cores), Long.toString(process.pid()));
        try {
            var taskset = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(taskset.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (taskset.waitFor() != 0) {
                throw new IllegalStateException("taskset: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("taskset of util-linux is needed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String list(List<Integer> cores) {
        return cores.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** The cores this process may use, by their numbers: {@code 0-1,4} is 0, 1 and 4. */
    private static List<Integer> allowed() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"), StandardCharsets.UTF_8)) {
            var ranges =
                    lines.filter(line -> line.startsWith(ALLOWED)).findFirst().orElseThrow();
            var cores = new ArrayList<Integer>();
            for (var range : ranges.substring(ALLOWED.length()).strip().split(",", -1)) {
                var ends = range.split("-", -1);
                IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                        .forEach(cores::add);
            }
            if (cores.size() < 2) {
                throw new IllegalStateException("it takes two cores, one for what is measured and one for the others");
            }
            return List.copyOf(cores);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
