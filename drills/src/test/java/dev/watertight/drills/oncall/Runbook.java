package dev.watertight.drills.oncall;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a person on call types to stop what an alert tells of.
 *
 * @param steps the words after {@code ./watertight}, of each step under "Stop it" that has a command, in their order
 */
public record Runbook(Path file, List<List<String>> steps) {
    private static final Pattern STOP_IT = Pattern.compile("(?ms)^## Stop it$(.*?)(?=^## |\\z)");

    /** A command in a block of its own; one within a sentence tells how to undo. */
    private static final Pattern COMMAND = Pattern.compile("(?m)^ *\\./watertight ([^#\\n]+)");

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

    private static List<List<String>> steps(Path file, String text) {
        var section = STOP_IT.matcher(text);
        if (!section.find()) {
            throw new IllegalArgumentException(file + " has no section \"Stop it\"");
        }
        var steps = new ArrayList<List<String>>();
        COMMAND.matcher(section.group(1))
                .results()
                .forEach(command -> steps.add(List.of(command.group(1).strip().split(" +"))));
        return steps;
    }

    /** The first so many. */
    public List<List<String>> upTo(int step) {
        if (step < 1 || step > steps.size()) {
            throw new IllegalArgumentException(
                    "%s has %d steps to stop it, not %d".formatted(file, steps.size(), step));
        }
        return steps.subList(0, step);
    }
}
