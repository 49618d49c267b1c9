package dev.watertight.drills;

import java.util.List;

/** One process of a service. */
record Replica(String instance, long pid) {
    /** The process that runs as {@code instance} now; pid 0 while there is none. */
    static Replica of(String instance) {
        return new Replica(
                instance,
                Operator.report("status")
                        .lines()
                        .map(line -> List.of(line.strip().split("\\s+", -1)))
                        .filter(columns -> columns.getFirst().equals(instance))
                        .map(columns -> columns.get(2))
                        .filter(pid -> !pid.equals("-"))
                        .mapToLong(Long::parseLong)
                        .findFirst()
                        .orElse(0));
    }

    /** Ends it as a power cut would. */
    void kill() {
        if (pid <= 0) {
            throw new IllegalStateException(instance + " does not run");
        }
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }
}
