package dev.watertight.drills;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a measurement leaves behind: its numbers, and what made them. */
final class BenchFiles {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

    private BenchFiles() {}

    static void write(String name, Map<String, ?> numbers) {
        var json = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight bench " + name));
        json.putAll(numbers);
        var stamp = ZonedDateTime.now(ZoneOffset.UTC).format(STAMP);
        try {
            var folder = Files.createDirectories(Addresses.reports());
            var file = folder.resolve("bench-" + name + "-" + stamp + ".json");
            Files.writeString(
                    file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
            Progress.say("numbers: " + file.toAbsolutePath().normalize());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
