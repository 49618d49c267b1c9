package dev.watertight.drills.bench;

/**
 * Metrics as a process shows them to Prometheus.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition formats</a>
 */
public final class Exposition {
    private Exposition() {}

    /** The sum of the series that begin so; 0 when there is none, as a counter begins with its first event. */
    public static double sum(String text, String series) {
        return text.lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
