package dev.watertight.drills.bench;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** {@link BareProduct} as a process beside us. */
public final class BareProductProcess implements AutoCloseable {
    private final Process process;
    private final URI address;
    private final URI delayed;

    private BareProductProcess(Process process, String ports) {
        this.process = process;
        var words = ports.split(" ", 2);
        this.address = URI.create("http://127.0.0.1:" + words[0]);
        this.delayed = URI.create("http://127.0.0.1:" + words[1]);
    }

    /**
     * Starts it, on the same JVM as {@code service}.
     *
     * @param service the settings of a replica of Product
     */
    public static BareProductProcess on(Map<String, String> service, List<String> jvm) throws IOException {
        var process = BareJdbc.start(BareProduct.class, service, jvm);
        var ports = Running.output(process)
                .lines()
                .filter(line -> line.matches("\\d+ \\d+"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the bare server ended"));
        return new BareProductProcess(process, ports);
    }

    public Running running() {
        return new Running(process.pid());
    }

    public URI address() {
        return address;
    }

    /** Where answers are sent as TCP does when nobody says otherwise. */
    public URI delayed() {
        return delayed;
    }

    @Override
    public void close() {
        Running.end(process);
    }
}
