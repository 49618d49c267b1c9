package dev.watertight.chassis.client;

import dev.watertight.chassis.consul.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Chooses a replica for each request: of two taken at random, the one whose requests in flight times smoothed latency is
 * smaller.
 *
 * @see <a href="https://www.eecs.harvard.edu/~michaelm/postscripts/tpds2001.pdf">The Power of Two Choices in Randomized
 *     Load Balancing</a>
 */
final class Balancer {
    private static final double FIRST_MILLIS = 1;

    private final Supplier<List<Endpoint>> endpoints;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;
    private final Consumer<Endpoint> forgotten;
    private final Map<Endpoint, Replica> replicas = new ConcurrentHashMap<>();

    /** @param forgotten is told whom {@code endpoints} no longer names */
    Balancer(
            Supplier<List<Endpoint>> endpoints,
            RandomGenerator random,
            LongSupplier nanoTime,
            Consumer<Endpoint> forgotten) {
        this.endpoints = endpoints;
        this.random = random;
        this.nanoTime = nanoTime;
        this.forgotten = forgotten;
    }

    /** A replica that is not in {@code tried}; an ejected one only when there is no other. */
    Optional<Replica> choose(Set<Replica> tried) {
        var known = endpoints.get();
        forgetAllBut(known);
        var candidates = known.stream()
                .map(this::replica)
                .filter(replica -> !tried.contains(replica))
                .toList();
        var now = nanoTime.getAsLong();
        var healthy =
                candidates.stream().filter(replica -> !replica.isEjected(now)).toList();
        return better(healthy.isEmpty() ? candidates : healthy);
    }

    private void forgetAllBut(List<Endpoint> known) {
        if (!known.containsAll(replicas.keySet())) {
            List.copyOf(replicas.keySet()).stream()
                    .filter(endpoint -> !known.contains(endpoint) && replicas.remove(endpoint) != null)
                    .forEach(forgotten);
        }
    }

    /** A new one is taken for an average one until it answers: neither flooded nor left out. */
    private Replica replica(Endpoint endpoint) {
        var known = replicas.get(endpoint);
        if (known != null) {
            return known;
        }
        var mean = replicas.values().stream()
                .mapToDouble(Replica::latencyMillis)
                .average()
                .orElse(FIRST_MILLIS);
        return replicas.computeIfAbsent(endpoint, key -> new Replica(key, mean, nanoTime));
    }

    /**
     * Notes that a request to a replica ended, after the time that {@code passed}, without an answer.
     *
     * @return whether it is ejected for that from now on
     */
    boolean failed(Replica replica, NoAnswer why, Duration passed) {
        return switch (why) {
            case BROKEN -> replica.failed(nanoTime.getAsLong());
            case UNREACHABLE, SILENT -> {
                replica.timedOut(passed.toNanos());
                yield ejectAsUnwell(replica);
            }
            case HURRIED -> {
                replica.timedOut(passed.toNanos());
                yield false;
            }
            case STALE, TOO_LONG -> {
                replica.ended();
                yield false;
            }
        };
    }

    /**
     * Ejects one that is there but does not work, if at least half of the known replicas stay, those counted that refuse:
     * when all others are slow, fail or are gone, it is the best there is.
     *
     * @return whether it is ejected from now on
     */
    synchronized boolean ejectAsUnwell(Replica unwell) {
        var now = nanoTime.getAsLong();
        var others = replicas.values().stream()
                .filter(replica -> replica != unwell && replica.isEjected(now))
                .count();
        if (2 * (others + 1) > replicas.size()) {
            return false;
        }
        return unwell.ejectAsUnwell(now);
    }

    private Optional<Replica> better(List<Replica> candidates) {
        return switch (candidates.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(candidates.getFirst());
            default -> {
                var first = random.nextInt(candidates.size());
                var second = (first + 1 + random.nextInt(candidates.size() - 1)) % candidates.size();
                var one = candidates.get(first);
                var other = candidates.get(second);
                yield Optional.of(one.cost() <= other.cost() ? one : other);
            }
        };
    }
}
