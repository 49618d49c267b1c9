package dev.watertight.drills.report;

import java.util.Map;
import java.util.stream.Collectors;

/** What a text needs to stand in a page. */
final class Html {
    private Html() {}

    static String escaped(Object text) {
        return text.toString()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Terms and what they are, for a description list. */
    static String pairs(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .map(pair -> "<dt>%s</dt><dd>%s</dd>".formatted(escaped(pair.getKey()), escaped(pair.getValue())))
                .collect(Collectors.joining());
    }

    /** A page that needs nothing else. */
    static String page(String title, String style, String inside) {
        return """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s</title>
            <style>%s</style>
            <main>
            %s
            </main>
            </html>
            """.formatted(escaped(title), style, inside);
    }
}
