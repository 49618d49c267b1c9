package dev.watertight.drills.secrets;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** All canaries of a run. */
public final class Canaries {
    private static final int CORE_BYTES = 8;

    private final SecureRandom random = new SecureRandom();
    private final Queue<Canary> all = new ConcurrentLinkedQueue<>();

    public List<Canary> all() {
        return List.copyOf(all);
    }

    /**
     * Makes one.
     *
     * @param template how it is written, with {@code %s} for its core
     */
    public String hatch(Kind kind, String template, String source, String home) {
        var bytes = new byte[CORE_BYTES];
        random.nextBytes(bytes);
        return template.formatted(add(kind, HexFormat.of().formatHex(bytes), source, home));
    }

    /** Makes one that can pass for an id. */
    public String hatchId(Kind kind, String source, String home) {
        return add(kind, UUID.randomUUID().toString(), source, home);
    }

    /** Makes one that looks like the number of a card. */
    public String hatchCard(String source, String home) {
        return add(Kind.SECRET, "4" + random.nextLong(100_000_000_000_000L, 1_000_000_000_000_000L), source, home);
    }

    /** Takes something for one that others made. */
    public String add(Kind kind, String core, String source, String home) {
        all.add(new Canary(kind, core, source, home));
        return core;
    }
}
