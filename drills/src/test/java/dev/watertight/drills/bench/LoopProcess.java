package dev.watertight.drills.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The {@link SqlLoop} as a process beside us, on the database of a service and with its account. */
public final class LoopProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private LoopProcess(Process process) {
        this.process = process;
        this.output = Running.output(process);
    }

    /**
     * Starts it, on the same JVM as {@code service}.
     *
     * @param service the settings of a service, which name its database
     */
    public static LoopProcess on(Map<String, String> service, List<String> jvm) throws IOException {
        return new LoopProcess(BareJdbc.start(SqlLoop.class, service, jvm));
    }

    public Running running() {
        return new Running(process.pid());
    }

    /** Writes so many orders; confirmed ones, or such that are only taken. */
    public void write(boolean confirmed, int orders) {
        try {
            var line = (confirmed ? "confirm " : "accept ") + orders + "\n";
            process.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            if (!"done".equals(output.readLine())) {
                throw new IllegalStateException("the loop ended");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Running.end(process);
    }
}
