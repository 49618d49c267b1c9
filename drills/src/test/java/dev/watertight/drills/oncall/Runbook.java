package dev.watertight.drills.oncall;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a person on call types to stop what an alert tells of.
 *
 * @param steps what follows {@code ./watertight}, of each step under "Stop it" that has a command, in their order
 */
public record Runbook(Path file, List<String> steps) {
    private static final Pattern STOP_IT = Pattern.compile("(?ms)^## Stop it$(.*?)(?=^## |\\z)");

    /** A command in a block of its own; one within a sentence tells how to undo. */
    private static final Pattern COMMAND = Pattern.compile("(?m)^ *\\./watertight ([^#\\n]+)");

    private static final Pattern LAST_DRILLED = Pattern.compile("(?m)^Last drilled: .*$");

    /** The one of that alert, whatever it is of. */
    public static Runbook of(Path folder, String alert) {
        try (Stream<Path> files = Files.walk(folder)) {
            var file = files.filter(each -> each.endsWith(alert + ".md"))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException("there is no runbook of %s in %s".formatted(alert, folder)));
            return new Runbook(file, steps(file, Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> steps(Path file, String text) {
        var section = STOP_IT.matcher(text);
        if (!section.find()) {
            throw new IllegalArgumentException(file + " has no section \"Stop it\"");
        }
        var steps = new ArrayList<String>();
        COMMAND.matcher(section.group(1))
                .results()
                .forEach(command -> steps.add(command.group(1).strip()));
        return steps;
    }

    /** That step, counted from 1. */
    public String step(int number) {
        if (number < 1 || number > steps.size()) {
            throw new IllegalArgumentException(
                    "%s has %d steps to stop it, not %d".formatted(file, steps.size(), number));
        }
        return steps.get(number - 1);
    }

    /** Writes down that the runbook was worked from that day, and what came of it. */
    public void drilled(LocalDate day, String outcome) {
        try {
            var text = LAST_DRILLED.matcher(Files.readString(file));
            if (!text.find()) {
                throw new IllegalStateException(file + " has no line \"Last drilled:\"");
            }
            Files.writeString(file, text.replaceFirst("Last drilled: %s, %s.".formatted(day, outcome)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
