package dev.watertight.drills;

import dev.watertight.drills.bench.Running;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One process of the stack, as {@code ./watertight status} tells of it.
 *
 * @param pid 0 while it does not run
 * @param port where it listens, or "-"
 */
record Part(String name, boolean healthy, long pid, String port) {
    static final List<String> SERVICES = List.of("user", "product", "order", "payment");

    private static final Set<String> HEALTH = Set.of("healthy", "unhealthy");
    private static final Pattern REPLICA = Pattern.compile(".*-\\d+");

    static List<Part> all() {
        return Operator.report("status")
                .lines()
                .map(line -> List.of(line.strip().split("\\s+", -1)))
                .filter(columns -> columns.size() >= 4 && HEALTH.contains(columns.get(1)))
                .map(Part::of)
                .toList();
    }

    /** The part of that name as it is now; without a process when there is none. */
    static Part named(String name) {
        return all().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElse(new Part(name, false, 0, "-"));
    }

    boolean isDatabase() {
        return name.endsWith("-db");
    }

    /** One of several of a service, which takes a new port at each start. */
    boolean isReplica() {
        return REPLICA.matcher(name).matches();
    }

    /** A replica of that service, or its database. */
    boolean serves(String service) {
        return name.startsWith(service + "-");
    }

    /**
     * Whether it runs in the place of one that ended, and is well. A replica is known by its port, too: until its next
     * check Consul takes the dead one for well, and a young process has not taken its place there yet.
     */
    boolean isSuccessorOf(Part victim) {
        return healthy && pid != victim.pid && (!isReplica() || !port.equals(victim.port));
    }

    /** What it runs, as a path. */
    String program() {
        return new Running(pid).command().getFirst();
    }

    /** Ends it as a power cut would. */
    void kill() {
        if (!runs()) {
            throw new IllegalStateException(name + " does not run");
        }
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Stops it where it stands, until it is let go on. */
    void pause() {
        running().pause();
    }

    void goOn() {
        running().goOn();
    }

    /** Makes it read its configuration again, if it is one that listens to that. */
    void hangUp() {
        running().hangUp();
    }

    boolean runs() {
        return pid > 0;
    }

    Running running() {
        if (!runs()) {
            throw new IllegalStateException(name + " does not run");
        }
        return new Running(pid);
    }

    private static Part of(List<String> columns) {
        var pid = columns.get(2);
        return new Part(
                columns.getFirst(),
                columns.get(1).equals("healthy"),
                pid.equals("-") ? 0 : Long.parseLong(pid),
                columns.get(3));
    }
}
