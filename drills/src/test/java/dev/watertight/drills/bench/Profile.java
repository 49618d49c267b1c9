package dev.watertight.drills.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a Java process spends its processor time, by part: every ten milliseconds of it a thread is sampled, and what it
 * does belongs to the part whose code is innermost, with whatever that calls of the JDK and of libraries not named here.
 * What no sample shows is told apart. The recording is kept for those who want to look closer.
 *
 * @see <a href="https://openjdk.org/jeps/509">JEP 509: JFR CPU-Time Profiling</a>
 */
public final class Profile {
    private static final String SAMPLE = "jdk.CPUTimeSample";
    private static final double MILLIS = 1e6;

    private static final String SETTINGS = """
            <?xml version="1.0" encoding="UTF-8"?>
            <configuration version="2.0">
              <event name="jdk.CPUTimeSample">
                <setting name="enabled">true</setting>
                <setting name="stackTrace">true</setting>
                <setting name="throttle">10 ms</setting>
              </event>
            </configuration>
            """;

    /** Packages, and the part of the work their code is; the first that fits counts. */
    private static final Map<String, String> PARTS = parts();

    private static final String OTHER = "JDK alone";
    private static final String NOT_IN_JAVA = "not in Java: threads coming and going, compilers, collector";

    private Profile() {}

    /** Milliseconds of processor time of {@code process} while {@code work} is done, by part, the greatest first. */
    public static Map<String, Double> of(Running process, Path recording, Runnable work) {
        try {
            var used = record(process, recording.toAbsolutePath(), work);
            return greatestFirst(byPart(recording, used));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same for each of so many requests, to the microsecond. */
    public static Map<String, Double> ofEach(Map<String, Double> millis, int requests) {
        var each = new LinkedHashMap<String, Double>();
        millis.forEach((part, all) -> each.put(part, Math.round(1_000 * all / requests) / 1_000.0));
        return each;
    }

    private static Duration record(Running process, Path recording, Runnable work) throws IOException {
        var settings = Files.writeString(Files.createTempFile("profile", ".jfc"), SETTINGS);
        try {
            jcmd(process, "JFR.start", "name=profile", "settings=" + settings);
        } finally {
            Files.delete(settings);
        }
        try {
            var before = process.cpu();
            work.run();
            return process.cpu().minus(before);
        } finally {
            jcmd(process, "JFR.stop", "name=profile", "filename=" + recording);
        }
    }

    private static Map<String, String> parts() {
        var parts = new LinkedHashMap<String, String>();
        parts.put("io.opentelemetry.", "traces");
        parts.put("okhttp3.", "traces");
        parts.put("okio.", "traces");
        parts.put("io.micrometer.", "metrics");
        parts.put("io.prometheus.", "metrics");
        parts.put("com.mysql.", "SQL: driver and pool");
        parts.put("com.zaxxer.", "SQL: driver and pool");
        parts.put("dev.watertight.chassis.sql.", "SQL: driver and pool");
        parts.put("io.helidon.webclient.", "HTTP: calls of other services");
        parts.put("dev.watertight.chassis.client.", "HTTP: calls of other services");
        parts.put("io.helidon.", "HTTP: the request");
        parts.put("dev.watertight.chassis.http.", "HTTP: the request");
        parts.put("com.fasterxml.", "JSON");
        parts.put("com.nimbusds.", "tokens");
        parts.put("dev.watertight.chassis.auth.", "tokens");
        parts.put("dev.watertight.", "the service itself");
        return parts;
    }

    private static Map<String, Double> byPart(Path recording, Duration used) throws IOException {
        var millis = new TreeMap<String, Double>();
        try (var events = new RecordingFile(recording)) {
            while (events.hasMoreEvents()) {
                var event = events.readEvent();
                if (event.getEventType().getName().equals(SAMPLE)) {
                    var stood = event.getDuration("samplingPeriod").toNanos() / MILLIS;
                    millis.merge(part(event), stood, Double::sum);
                }
            }
        }
        var sampled = millis.values().stream().mapToDouble(Double::doubleValue).sum();
        millis.merge(NOT_IN_JAVA, used.toMillis() - sampled, Double::sum);
        return millis;
    }

    private static String part(RecordedEvent sample) {
        var trace = sample.getStackTrace();
        return trace == null
                ? NOT_IN_JAVA
                : trace.getFrames().stream()
                        .map(Profile::part)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElse(OTHER);
    }

    private static Optional<String> part(RecordedFrame frame) {
        var type = frame.getMethod().getType().getName();
        return PARTS.entrySet().stream()
                .filter(part -> type.startsWith(part.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Map<String, Double> greatestFirst(Map<String, Double> millis) {
        var sorted = new LinkedHashMap<String, Double>();
        millis.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(part -> sorted.put(part.getKey(), part.getValue()));
        return sorted;
    }

    private static void jcmd(Running process, String... words) throws IOException {
        var command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                        .toString(),
                                Long.toString(process.pid())),
                        Stream.of(words))
                .toList();
        var jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
        var answer = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // It ends with 0 even when the process it asks says no.
        if (!answer.contains("Started recording") && !answer.contains("Stopped recording")) {
            throw new IllegalStateException("Cannot profile: " + answer);
        }
    }
}
