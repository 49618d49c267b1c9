package dev.watertight.drills;

import static org.awaitility.Awaitility.await;

import dev.watertight.drills.bench.Paused;
import dev.watertight.drills.bench.Running;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Replicas that nobody asks, and that stand still, until it is closed. */
final class Aside implements AutoCloseable {
    private static final String INTERNAL = "-internal";

    /** A replica that went on is checked within two seconds. */
    private static final Duration SEEN = Duration.ofSeconds(30);

    private final Registry registry = new Registry();
    private final List<Replica> replicas;
    private final Paused paused;

    /** @param instance as order-1 */
    record Replica(String instance, Running process) {
        private String service() {
            return instance.substring(0, instance.lastIndexOf('-'));
        }
    }

    Aside(List<Replica> replicas) {
        this.replicas = List.copyOf(replicas);
        replicas.forEach(replica -> {
            registry.drain(replica.instance());
            registry.drain(replica.instance() + INTERNAL);
        });
        await().atMost(SEEN).until(() -> replicas.stream().noneMatch(this::isAsked));
        this.paused = new Paused(replicas.stream().map(Replica::process).toList());
    }

    private boolean isAsked(Replica replica) {
        return passes(replica, "") || passes(replica, INTERNAL);
    }

    private boolean passes(Replica replica, String suffix) {
        return registry.passing(replica.service() + suffix).contains(replica.instance() + suffix);
    }

    @Override
    public void close() {
        paused.close();
        replicas.forEach(replica -> {
            registry.undrain(replica.instance());
            registry.undrain(replica.instance() + INTERNAL);
        });
        Predicate<Replica> isBack = replica -> passes(replica, "") && passes(replica, INTERNAL);
        await().atMost(SEEN).until(() -> replicas.stream().allMatch(isBack));
    }
}
