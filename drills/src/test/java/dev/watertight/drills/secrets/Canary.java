package dev.watertight.drills.secrets;

import dev.watertight.drills.secrets.Place.Where;

/**
 * Something that is nowhere else in the world, put into something that a client can send.
 *
 * @param core what is looked for: letters and digits, which stay as they are however the rest is escaped
 * @param source where it was put
 * @param home the one place, or the reader of answers, that may have what is secret or personal
 */
public record Canary(Kind kind, String core, String source, String home) {
    public boolean mayBeIn(Place place) {
        return kind.mayBeIn(place.where()) || (place.where() == Where.ANSWER && isHome(place));
    }

    private boolean isHome(Place place) {
        return place.name().equals(home)
                || (kind == Kind.PERSONAL && place.reader().equals(home));
    }
}
