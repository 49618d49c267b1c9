package dev.watertight.drills.report;

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
}
