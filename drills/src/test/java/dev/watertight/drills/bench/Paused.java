package dev.watertight.drills.bench;

import java.util.List;

/** Processes that stand still until it is closed. */
public final class Paused implements AutoCloseable {
    private final List<Running> processes;

    public Paused(List<Running> processes) {
        this.processes = List.copyOf(processes);
        var isDone = false;
        try {
            processes.forEach(Running::pause);
            isDone = true;
        } finally {
            if (!isDone) {
                close();
            }
        }
    }

    @Override
    public void close() {
        processes.forEach(Running::goOn);
    }
}
