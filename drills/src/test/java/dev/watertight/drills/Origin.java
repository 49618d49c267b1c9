package dev.watertight.drills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What ran, where and when: every stored result says so. */
final class Origin {
    private Origin() {}

    static Map<String, String> of(String name, Scale scale) {
        var origin = measuredBy("%s --seed %d".formatted(command(name, scale), scale.seed()));
        origin.put("seed", Long.toString(scale.seed()));
        return origin;
    }

    /** Of a drill that does nothing at random. */
    static Map<String, String> withoutSeed(String name, Scale scale) {
        return measuredBy(command(name, scale));
    }

    static Map<String, String> measuredBy(String command) {
        var origin = new LinkedHashMap<String, String>();
        origin.put("command", command);
        origin.put("commit", commit());
        origin.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        origin.put("machine", machine());
        return origin;
    }

    private static String command(String name, Scale scale) {
        return "./watertight drill " + name + (scale.isLong() ? " --long" : "");
    }

    private static String commit() {
        var changed = git("status", "--porcelain", "--untracked-files=no").isEmpty() ? "" : " with changes";
        return git("rev-parse", "--short=12", "HEAD") + changed;
    }

    private static String machine() {
        return "%d cores, %s%s, Java %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        firstMatch(Path.of("/proc/cpuinfo"), "model name"),
                        Runtime.version().feature());
    }

    private static String firstMatch(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> ", " + line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return ""; // Only Linux tells it so.
        }
    }

    private static String git(String... arguments) {
        var command = Stream.concat(Stream.of("git", "-C", Addresses.root()), Stream.of(arguments))
                .toList();
        try {
            var process = new ProcessBuilder(command).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
