package dev.watertight.drills;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

/** Replicas that nobody asks until it is closed. */
final class Drained implements AutoCloseable {
    /** One that stood still meanwhile is checked within two seconds. */
    private static final Duration SEEN = Duration.ofSeconds(30);

    private final Registry registry = new Registry();
    private final List<String> replicas;

    /** @param replicas their names, as order-1 */
    Drained(List<String> replicas) {
        this.replicas = List.copyOf(replicas);
        var isDone = false;
        try {
            replicas.forEach(registry::drainReplica);
            await().atMost(SEEN).until(() -> replicas.stream().allMatch(registry::isDrained));
            isDone = true;
        } finally {
            if (!isDone) {
                replicas.forEach(registry::undrainReplica);
            }
        }
    }

    @Override
    public void close() {
        replicas.forEach(registry::undrainReplica);
        await().atMost(SEEN).until(() -> replicas.stream().allMatch(registry::isListed));
    }
}
