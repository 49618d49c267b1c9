package dev.watertight.drills;

import static org.awaitility.Awaitility.await;

import dev.watertight.drills.bench.FreePort;
import dev.watertight.drills.bench.Running;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;

/** One more collector, as the stack runs its own but for some settings. */
final class BenchedCollector implements AutoCloseable {
    private final URI metrics = URI.create("http://" + somewhere());
    private final Process process;

    /**
     * Starts it and waits until it takes spans.
     *
     * @param stock the stack's own
     * @param address where it takes them, by OTLP over HTTP
     * @param percent of the traces that are kept, of those that neither failed nor were slow
     */
    BenchedCollector(Running stock, URI address, int percent) throws IOException {
        var command = new ArrayList<>(stock.command());
        command.add("--set=receivers.otlp.protocols.http.endpoint=" + address.getAuthority());
        command.add("--set=receivers.otlp.protocols.grpc.endpoint=" + somewhere());
        command.add("--set=extensions.health_check.endpoint=" + somewhere());
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        new File(Addresses.reports().toFile(), "collector.log")));
        builder.environment().putAll(stock.environment());
        builder.environment().put("SAMPLING_PERCENTAGE", Integer.toString(percent));
        builder.environment().put("OTELCOL_METRICS_PORT", Integer.toString(metrics.getPort()));
        this.process = builder.start();
        var isUp = false;
        try {
            await().atMost(Duration.ofSeconds(20)).until(this::answers);
            isUp = true;
        } finally {
            if (!isUp) {
                close();
            }
        }
    }

    Running running() {
        return new Running(process.pid());
    }

    /** The sum of the series that begin so. */
    double counted(String series) {
        return Metrics.counted(new Http(metrics), series);
    }

    @Override
    public void close() {
        Running.end(process);
    }

    private boolean answers() {
        try {
            return new Http(metrics).get("/metrics").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static String somewhere() throws IOException {
        return "127.0.0.1:" + FreePort.any();
    }
}
