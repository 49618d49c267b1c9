package dev.watertight.chassis.testing;

import java.time.Duration;
import java.util.function.Supplier;

/** A simulated network between services: while it is bad it loses, delays and repeats what is sent over it. */
public final class Network {
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

    private final Simulation simulation;
    private double badness;

    /** @param badness the part of the messages something happens to */
    public Network(Simulation simulation, double badness) {
        this.simulation = simulation;
        this.badness = badness;
    }

    /** From now on every message arrives, once and at once. */
    public void heal() {
        badness = 0;
    }

    /** Asks {@code remote}, or is left with {@code silence}, be it that the question, the answer or the time was lost. */
    public <T> T ask(Supplier<T> remote, T silence) {
        simulation.pause();
        if (!simulation.chance(badness)) {
            return heard(remote.get());
        }
        return switch (simulation.random().nextInt(4)) {
            case 0 -> silence;
            case 1 -> {
                var _ = remote.get();
                yield heard(silence);
            }
            case 2 -> {
                later(remote);
                yield heard(silence);
            }
            default -> {
                later(remote);
                yield heard(remote.get());
            }
        };
    }

    private <T> T heard(T answer) {
        simulation.pause();
        return answer;
    }

    private <T> void later(Supplier<T> remote) {
        simulation.start("network", simulation.within(LONGEST_DELAY), () -> {
            var _ = remote.get();
        });
    }
}
