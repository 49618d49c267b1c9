package dev.watertight.drills.scaling;

import dev.watertight.drills.bench.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads what the parts of the stack and the whole machine use of the cores. */
public final class Meter {
    /** Of each core, in /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal; the rest is in those already. */
    private static final int TIMES = 8;

    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;

    private final Map<String, List<Running>> parts;

    /** @param parts the processes of each part, by its name; the replicas of a service are one part */
    public Meter(Map<String, List<Running>> parts) {
        this.parts = new HashMap<>(parts);
    }

    /** The same with one more process. */
    Meter with(String part, Running process) {
        var more = new Meter(parts);
        more.parts.put(part, List.of(process));
        return more;
    }

    /** Looks for so long. */
    public Usage during(Duration time) {
        var before = read();
        for (var left = time.toNanos(); left > 0; left = time.toNanos() - (System.nanoTime() - before.nanos())) {
            LockSupport.parkNanos(left);
        }
        return read().since(before);
    }

    /** What was used until now. */
    Reading read() {
        var used = new TreeMap<String, Duration>();
        parts.forEach((part, processes) ->
                used.put(part, processes.stream().map(Running::cpu).reduce(Duration.ZERO, Duration::plus)));
        return new Reading(
                System.nanoTime(),
                used,
                Stream.of(Half.values()).map(half -> times(half.cores())).toList());
    }

    /** @param times of each half's cores together, in ticks */
    record Reading(long nanos, Map<String, Duration> used, List<List<Long>> times) {
        Usage since(Reading before) {
            var seconds = (nanos - before.nanos) / 1e9;
            var cores = new TreeMap<String, Double>();
            used.forEach((part, now) -> {
                var then = before.used.getOrDefault(part, Duration.ZERO);
                cores.put(part, rounded(now.minus(then).toMillis() / 1e3 / seconds));
            });
            var busy = IntStream.range(0, times.size())
                    .mapToDouble(half -> busy(before.times.get(half), times.get(half)))
                    .summaryStatistics();
            var ours = cores.values().stream().mapToDouble(Double::doubleValue).sum() / CORES;
            return new Usage(cores, rounded(busy.getMax()), rounded(Math.max(0, busy.getAverage() - ours)));
        }

        private static double busy(List<Long> before, List<Long> after) {
            var passed = new ArrayList<Long>();
            for (var time = 0; time < TIMES; time++) {
                passed.add(after.get(time) - before.get(time));
            }
            var all = Math.max(1, passed.stream().mapToLong(Long::longValue).sum());
            var idle = passed.get(IDLE) + passed.get(IO_WAIT);
            return (all - idle) / (double) all;
        }

        private static double rounded(double value) {
            return Math.round(1000 * value) / 1000.0;
        }
    }

    private static List<Long> times(List<Integer> cores) {
        var names = cores.stream().map(core -> "cpu" + core).toList();
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"), StandardCharsets.US_ASCII)) {
            var sums = new ArrayList<>(Collections.nCopies(TIMES, 0L));
            lines.map(line -> line.split("\\s+", -1))
                    .filter(columns -> names.contains(columns[0]))
                    .forEach(columns -> IntStream.range(0, TIMES)
                            .forEach(time -> sums.set(time, sums.get(time) + Long.parseLong(columns[time + 1]))));
            return sums;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
