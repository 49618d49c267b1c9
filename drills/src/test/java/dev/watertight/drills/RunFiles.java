package dev.watertight.drills;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.watertight.drills.history.Verdict;
import dev.watertight.drills.report.Page;
import dev.watertight.drills.report.Story;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a run leaves behind: its history, its page and picture, and its verdict or its numbers in short. */
final class RunFiles {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

    private final Path folder = Addresses.reports();
    private final String name;

    /** @param run what ran, such as the name of a drill */
    RunFiles(String run) {
        this.name = run + "-" + ZonedDateTime.now(ZoneOffset.UTC).format(STAMP);
    }

    Path history() {
        return folder.resolve(name + ".history.jsonl");
    }

    /** Where a profile of a process goes, in the format of JDK Flight Recorder. */
    Path recording() {
        return folder.resolve(name + ".jfr");
    }

    void write(Story story) {
        try {
            Files.createDirectories(folder);
            var page = write("html", Page.of(story));
            write("svg", Page.picture(story));
            write(inShort(story));
            Progress.say(verdict(story.verdict()));
            Progress.say("report: " + page.toAbsolutePath().normalize());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a text under the run's name; returns where. */
    Path write(String extension, String text) {
        try {
            Files.createDirectories(folder);
            return Files.writeString(folder.resolve(name + "." + extension), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where k6 writes what every request was like while something was done. */
    Path samples(String of) {
        try {
            Files.createDirectories(folder);
            return folder.resolve(
                    "%s.%s.csv".formatted(name, of.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where what a part of the run prints goes. */
    Path log(String of) {
        return folder.resolve("%s.%s.log".formatted(name, of));
    }

    /** Writes the run in short; returns where. */
    Path write(Map<String, ?> numbers) {
        try {
            return write(
                    "json", new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(numbers) + "\n");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> inShort(Story story) {
        var verdict = story.verdict();
        var json = new LinkedHashMap<String, Object>();
        json.put("passed", verdict.passed());
        json.put("ordersLost", verdict.ordersLost());
        json.put("chargedTwice", verdict.chargedTwice());
        json.put("centsOff", verdict.centsOff());
        json.put("unitsOff", verdict.unitsOff());
        json.put("overdue", verdict.overdue());
        json.put("otherwiseWrong", verdict.otherwiseWrong());
        json.put("settledAfterSeconds", Math.round(story.settledAfterSeconds() * 10) / 10.0);
        json.putAll(story.origin());
        json.putAll(story.tables());
        return json;
    }

    private static String verdict(Verdict verdict) {
        return "%s: %d orders lost, %d charged twice, %d cents off, %d units off, %d overdue, %d otherwise wrong"
                .formatted(
                        verdict.passed() ? "PASSED" : "FAILED",
                        verdict.ordersLost(),
                        verdict.chargedTwice(),
                        verdict.centsOff(),
                        verdict.unitsOff(),
                        verdict.overdue(),
                        verdict.otherwiseWrong());
    }
}
