package dev.watertight.drills.scaling;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.watertight.drills.bench.Running;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes trials with k6. */
public final class Generator {
    private static final int WARM_UP_SECONDS = 2;

    /** Of each other service. */
    private static final int OTHERS_RATE = 10;

    /** k6 says so when a threshold was missed, which is one of the things a trial may find. */
    private static final int THRESHOLD_MISSED = 99;

    /** Many addresses, as customers have; of one the edge takes no more than ten log-ins a second. */
    private static final String ADDRESSES = "--local-ips=127.0.1.1-127.0.1.50";

    private final Path root;
    private final URI edge;
    private final Path data;
    private final long seed;

    /**
     * @param root of the repository
     * @param data what k6-load-tests/experiments/scaling.ts needs: accounts, customers and products
     */
    public Generator(Path root, URI edge, Path data, long seed) {
        this.root = root;
        this.edge = edge;
        this.data = data;
        this.seed = seed;
    }

    /** What k6 leaves; its names are those of scaling.ts. */
    private record Seen(double withinMs, Map<String, Requests> requests) {}

    private record Readings(Optional<Meter.Reading> first, Optional<Meter.Reading> last, List<String> said) {}

    /** Two k6, each on the cores of those it asks: one loads the service, the other one watches the others. */
    public Trial make(Trial.Asked asked, Meter meter) {
        try {
            var loaded = Files.createTempFile("scaling-load", ".json");
            var watched = Files.createTempFile("scaling-watch", ".json");
            try {
                var usage = run(asked, meter, loaded, watched);
                var load = seen(loaded);
                var requests = load.requests().values().iterator().next();
                return new Trial(asked, load.withinMs(), requests, seen(watched).requests(), usage);
            } finally {
                Files.delete(loaded);
                Files.delete(watched);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Usage run(Trial.Asked asked, Meter meter, Path loaded, Path watched)
            throws IOException, InterruptedException {
        var watching = k6(asked, "watch", Half.WATCHED, watched)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            var usage = load(asked, meter.with(Usage.WATCHER, new Running(watching.pid())), loaded);
            requireEnded("watch", watching, List.of());
            return usage;
        } finally {
            watching.destroy();
        }
    }

    private Usage load(Trial.Asked asked, Meter meter, Path result) throws IOException, InterruptedException {
        var loading = k6(asked, "load", Half.LOADED, result).start();
        try (var output = loading.inputReader()) {
            var readings = listen(output, meter.with(Usage.LOAD_GENERATOR, new Running(loading.pid())));
            requireEnded("load", loading, readings.said());
            return readings.last().orElseThrow().since(readings.first().orElseThrow());
        } finally {
            loading.destroy();
        }
    }

    private static void requireEnded(String role, Process k6, List<String> said) throws InterruptedException {
        var code = k6.waitFor();
        if (code != 0 && code != THRESHOLD_MISSED) {
            throw new IllegalStateException(
                    "k6 that should %s ended with %d:\n%s".formatted(role, code, String.join("\n", said)));
        }
    }

    private static Seen seen(Path result) throws IOException {
        return new ObjectMapper().readValue(result.toFile(), Seen.class);
    }

    private ProcessBuilder k6(Trial.Asked asked, String role, Half half, Path result) {
        var k6 = System.getProperty("watertight.k6", "k6");
        var script = root.resolve("k6-load-tests/experiments/scaling.ts").toString();
        var command = half.command(List.of(k6, "run", "--quiet", "--log-format=raw", ADDRESSES, script));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(settings(asked, role, result));
        return builder;
    }

    private Map<String, String> settings(Trial.Asked asked, String role, Path result) {
        var settings = new HashMap<String, String>();
        settings.put("K6_NO_USAGE_REPORT", "true");
        settings.put("K6_AUTO_EXTENSION_RESOLUTION", "false");
        // Two of them, and neither takes orders.
        settings.put("K6_ADDRESS", "");
        settings.put("EDGE_URL", edge.toString());
        settings.put("SCALING_ROLE", role);
        settings.put("SCALING_DATA", data.toString());
        settings.put("SCALING_RESULT", result.toString());
        settings.put("SCALING_SEED", Long.toString(seed));
        settings.put("SCALING_SERVICE", asked.subject().service());
        settings.put("SCALING_RATE", Double.toString(asked.rate()));
        settings.put("SCALING_OTHERS_RATE", Integer.toString(OTHERS_RATE));
        settings.put("SCALING_WARM_UP", Integer.toString(WARM_UP_SECONDS));
        settings.put("SCALING_SECONDS", Integer.toString(asked.seconds()));
        return settings;
    }

    /** Reads the meter when k6 says that the measured time begins, and when it ends. */
    private static Readings listen(BufferedReader output, Meter meter) throws IOException {
        var said = new ArrayList<String>();
        Optional<Meter.Reading> first = Optional.empty();
        Optional<Meter.Reading> last = Optional.empty();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            switch (line.strip()) {
                case "opens" -> first = Optional.of(meter.read());
                case "closes" -> last = Optional.of(meter.read());
                default -> said.add(line);
            }
        }
        return new Readings(first, last, said);
    }
}
