package dev.watertight.drills;

import static org.awaitility.Awaitility.await;

import dev.watertight.drills.bench.Running;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One more replica of a service, as the stack runs its own but for some settings. */
final class BenchedReplica implements AutoCloseable {
    private final Registry registry = new Registry();
    private final String instance;
    private final String service;
    private final Process process;

    /**
     * Starts it and waits until it serves.
     *
     * @param instance a free name, as order-12
     * @param command and settings of a replica of the stack
     * @param own settings instead of those
     */
    BenchedReplica(String instance, List<String> command, Map<String, String> settings, Map<String, String> own)
            throws IOException {
        this.instance = instance;
        this.service = Registry.serviceOf(instance);
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(Addresses.reports().toFile(), instance + ".log"));
        builder.environment().putAll(settings);
        builder.environment().putAll(own);
        builder.environment().put("SHOP_INSTANCE", instance);
        this.process = builder.start();
        orEnd(() -> await().atMost(Duration.ofSeconds(60)).until(() -> registry.isListed(instance)));
    }

    /** From now on only who knows its address asks it. */
    BenchedReplica hidden() {
        orEnd(() -> registry.drainReplica(instance));
        return this;
    }

    /** A replica nobody holds would go on, and be asked by others. */
    private void orEnd(Runnable step) {
        var isDone = false;
        try {
            step.run();
            isDone = true;
        } finally {
            if (!isDone) {
                close();
            }
        }
    }

    String instance() {
        return instance;
    }

    Running running() {
        return new Running(process.pid());
    }

    URI publicAddress() {
        return registry.address(service, instance);
    }

    /** The sum of the series that begin so. */
    double counted(String series) {
        return Metrics.counted(registry.admin(service, instance), series);
    }

    @Override
    public void close() {
        Running.end(process);
    }
}
