package dev.watertight.drills;

import static org.awaitility.Awaitility.await;

import dev.watertight.drills.bench.Running;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A replica of Order as the stack runs it, but without workers: only what requests cost is measured. */
final class BenchedReplica implements AutoCloseable {
    private static final String INSTANCE = "order-12";

    private final Registry registry = new Registry();
    private final Process process;

    /** @param settings of a replica of the stack, which must not run any more */
    BenchedReplica(List<String> command, Map<String, String> settings) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(Addresses.reports().toFile(), "benched-replica.log"));
        builder.environment().putAll(settings);
        builder.environment().putAll(Map.of("SHOP_INSTANCE", INSTANCE, "SHOP_WORKERS", "0"));
        this.process = builder.start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> registry.passing("order").contains(INSTANCE));
    }

    Running running() {
        return new Running(process.pid());
    }

    URI publicAddress() {
        return registry.address("order", INSTANCE);
    }

    @Override
    public void close() {
        Running.end(process);
    }
}
