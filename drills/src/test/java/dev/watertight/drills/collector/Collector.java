package dev.watertight.drills.collector;

import dev.watertight.drills.bench.Exposition;
import dev.watertight.drills.bench.FreePort;
import dev.watertight.drills.bench.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The collector of the stack, as a process of its own, on ports of its own. */
public final class Collector implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI health = freeAddress();
    private final URI otlp = freeAddress();
    private final URI store = freeAddress();
    private final URI metrics = freeAddress();
    private final Process process;

    /**
     * Starts it.
     *
     * @param program of the tool
     * @param folder with the shop's configuration
     * @param changes to it, in YAML
     * @param environment that it asks for
     */
    public Collector(Path program, Path folder, String changes, Map<String, String> environment) {
        var builder = new ProcessBuilder(List.of(
                program.toString(),
                "--config=" + folder.resolve("collector.yaml"),
                "--config=" + folder.resolve("exporter-zipkin.yaml"),
                "--config=" + written(addresses()),
                "--config=" + written(changes)));
        builder.environment().putAll(environment);
        builder.environment().put("OTELCOL_METRICS_HOST", "127.0.0.1");
        builder.environment().put("OTELCOL_METRICS_PORT", String.valueOf(metrics.getPort()));
        try {
            // It writes a line for each batch that is refused.
            this.process = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var isUp = false;
        try {
            Awaitility.await()
                    .atMost(START)
                    .ignoreExceptions()
                    .until(() -> get(health).contains("available"));
            isUp = true;
        } finally {
            if (!isUp) {
                close();
            }
        }
    }

    /** Where it takes spans. */
    public URI otlp() {
        return otlp;
    }

    /** Where it takes Zipkin to be. */
    public URI store() {
        return store;
    }

    /** The sum of its series that begin so; 0 when there is none, as a counter begins with its first event. */
    public double counted(String name) {
        return Exposition.sum(get(metrics.resolve("/metrics")), name);
    }

    public Running running() {
        return new Running(process.pid());
    }

    @Override
    public void close() {
        Running.end(process);
        http.close();
    }

    private String get(URI address) {
        try {
            return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What differs from the shop's. */
    private String addresses() {
        return """
                extensions:
                  health_check: {endpoint: "127.0.0.1:%d"}
                receivers:
                  otlp:
                    protocols:
                      grpc: {endpoint: "127.0.0.1:0"}
                      http: {endpoint: "127.0.0.1:%d"}
                exporters:
                  zipkin: {endpoint: "http://127.0.0.1:%d/api/v2/spans"}
                """.formatted(health.getPort(), otlp.getPort(), store.getPort());
    }

    private static URI freeAddress() {
        try {
            return URI.create("http://127.0.0.1:" + FreePort.any());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path written(String yaml) {
        try {
            var file = Files.createTempFile("collector", ".yaml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, yaml, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
