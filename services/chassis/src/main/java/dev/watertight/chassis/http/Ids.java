package dev.watertight.chassis.http;

import java.util.Optional;
import java.util.UUID;

/** Ids as they are written: lower-case UUIDs of full length. */
public final class Ids {
    private Ids() {}

    /** Stricter than {@link UUID#fromString}, which takes {@code 1-1-1-1-1}. */
    public static Optional<UUID> parse(String text) {
        try {
            var id = UUID.fromString(text);
            return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
