package dev.watertight.drills;

import dev.watertight.drills.report.Mark;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Kills and pauses one process after the other, as its seed says. */
final class Saboteur {
    private static final String ALL = "(user|product|order|payment)-(\\d+|db)|acquirer";
    /** So long a part may take to come back before the next one goes. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(15).toNanos();

    private static final long LONGEST_SEARCH_NANOS = Duration.ofMinutes(2).toNanos();
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int SHORTEST_PAUSE_MILLIS = 1_000;
    private static final int LONGEST_PAUSE_MILLIS = 8_000;
    private static final int LONGEST_REST_MILLIS = 500;
    private static final int KILLS_TO_A_PAUSE = 4;

    private final Random random;
    private final long startNanos;
    private final Queue<Mark> marks = new ConcurrentLinkedQueue<>();
    private volatile CompletableFuture<?> work = CompletableFuture.completedFuture("nothing yet");
    private volatile boolean stopped;

    Saboteur(long seed, long startNanos) {
        this.random = new Random(seed);
        this.startNanos = startNanos;
    }

    /** What it did up to now. */
    List<Mark> marks() {
        return List.copyOf(marks);
    }

    /** Begins to do things in the background, one after the other, until there were so many or it is stopped. */
    void begin(int count, Runnable strike) {
        work = CompletableFuture.runAsync(() -> {
            for (var done = 0; done < count && !stopped; done++) {
                strike.run();
            }
        });
    }

    boolean isDone() {
        return work.isDone();
    }

    /** Waits until the last thing it began is over, so that nothing stays paused; throws what went wrong with any. */
    void stop() {
        stopped = true;
        work.join();
    }

    /** Holds a part down while something else is done. */
    void without(String part, Runnable action) {
        var from = seconds();
        Operator.watertight("fault", "kill", part);
        try {
            action.run();
        } finally {
            Operator.watertight("fault", "clear");
            marks.add(new Mark(part, Mark.Kind.KILL, from, seconds(), true));
        }
    }

    /** Kills any process that orders need; now and then it pauses another one before. */
    void strike() {
        if (random.nextInt(KILLS_TO_A_PAUSE) == 0) {
            strike(ALL, Mark.Kind.PAUSE);
        }
        strike(ALL, Mark.Kind.KILL);
    }

    /** Does it to a process of a matching name, and waits until that is over. */
    void strike(String targets, Mark.Kind kind) {
        var millis = random.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS + 1);
        var victim = choose(Pattern.compile(targets));
        var from = seconds();
        switch (kind) {
            case KILL -> victim.kill();
            case PAUSE -> pause(victim, millis);
        }
        var healed = awaitHealthy(victim, kind);
        marks.add(new Mark(victim.name(), kind, from, seconds(), healed));
        rest(random.nextInt(LONGEST_REST_MILLIS));
    }

    /** One that is well, and no database while another one is not. */
    private Part choose(Pattern targets) {
        var end = System.nanoTime() + LONGEST_SEARCH_NANOS;
        while (System.nanoTime() < end) {
            var parts = Part.all();
            var sick = parts.stream().anyMatch(part -> part.isDatabase() && !part.healthy());
            var candidates = parts.stream()
                    .filter(part -> targets.matcher(part.name()).matches())
                    .toList();
            var target = candidates.isEmpty() ? null : candidates.get(random.nextInt(candidates.size()));
            if (target != null && target.runs() && target.healthy() && !(sick && target.isDatabase())) {
                return target;
            }
        }
        throw new AssertionError("no part is healthy: " + Part.all());
    }

    private static void pause(Part victim, int millis) {
        victim.pause();
        try {
            rest(millis);
        } finally {
            victim.goOn();
        }
    }

    private static boolean awaitHealthy(Part victim, Mark.Kind kind) {
        var end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < end) {
            if (isOver(kind, victim)) {
                return true;
            }
            Waiting.until(System.nanoTime() + LOOK_NANOS);
        }
        return false;
    }

    private static boolean isOver(Mark.Kind kind, Part victim) {
        var now = Part.named(victim.name());
        return switch (kind) {
            case KILL -> now.isSuccessorOf(victim);
            case PAUSE -> now.healthy();
        };
    }

    private static void rest(int millis) {
        Waiting.until(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
