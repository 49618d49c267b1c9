package dev.watertight.drills.traces;

import java.util.regex.Pattern;

/**
 * What a span is known by.
 *
 * @param kind server, client or internal
 * @param name in lower case, as Zipkin keeps it
 * @param error the {@code error.type} it is marked with: {@code ?} if it names none, empty if it is not marked
 */
public record Label(String service, String kind, String name, String error) {
    private static final Pattern TEXT = Pattern.compile(
            "(?<service>[a-z]+) (?<kind>server|client|internal) (?<name>[a-z][^!]*?)(?: ! (?<error>\\S+))?");

    /** Reads {@code order server post /orders ! 503} and its like. */
    static Label of(String text) {
        var words = TEXT.matcher(text);
        if (!words.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no SERVICE server|client|internal NAME [! ERROR]".formatted(text));
        }
        var error = words.group("error");
        return new Label(words.group("service"), words.group("kind"), words.group("name"), error == null ? "" : error);
    }

    @Override
    public String toString() {
        return service + " " + kind + " " + name + (error.isEmpty() ? "" : " ! " + error);
    }
}
