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
    private record Seen(double withinMs, Requests load, Map<String, Requests> others) {}

    private record Readings(Optional<Meter.Reading> first, Optional<Meter.Reading> last, List<String> said) {}

    public Trial make(Trial.Asked asked, Meter meter) {
        try {
            var result = Files.createTempFile("scaling", ".json");
            try {
                var usage = run(asked, meter, result);
                var seen = new ObjectMapper().readValue(result.toFile(), Seen.class);
                return new Trial(asked, seen.withinMs(), seen.load(), seen.others(), usage);
            } finally {
                Files.delete(result);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Usage run(Trial.Asked asked, Meter meter, Path result) throws IOException, InterruptedException {
        var process = start(asked, result);
        try (var output = process.inputReader()) {
            var readings = listen(output, meter.with(Usage.LOAD_GENERATOR, new Running(process.pid())));
            var code = process.waitFor();
            if ((code != 0 && code != THRESHOLD_MISSED) || readings.last().isEmpty()) {
                throw new IllegalStateException("k6 ended with " + code + ":\n" + String.join("\n", readings.said()));
            }
            return readings.last().get().since(readings.first().orElseThrow());
        } finally {
            process.destroy();
        }
    }

    private Process start(Trial.Asked asked, Path result) throws IOException {
        var k6 = System.getProperty("watertight.k6", "k6");
        var script = root.resolve("k6-load-tests/experiments/scaling.ts").toString();
        var builder = new ProcessBuilder(k6, "run", "--quiet", "--log-format=raw", ADDRESSES, script)
                .redirectErrorStream(true);
        builder.environment().putAll(settings(asked, result));
        return builder.start();
    }

    private Map<String, String> settings(Trial.Asked asked, Path result) {
        var settings = new HashMap<String, String>();
        settings.put("K6_NO_USAGE_REPORT", "true");
        settings.put("K6_AUTO_EXTENSION_RESOLUTION", "false");
        settings.put("EDGE_URL", edge.toString());
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
