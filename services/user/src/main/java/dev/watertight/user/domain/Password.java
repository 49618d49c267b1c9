package dev.watertight.user.domain;

import java.text.Normalizer;

/** A password as typed, whichever keyboard wrote its accents. It never prints itself. */
public record Password(String reveal) {
    /** In characters, as people count them. */
    public static final int MIN_LENGTH = 8;

    public static final int MAX_LENGTH = 128;

    public Password {
        reveal = Normalizer.normalize(reveal, Normalizer.Form.NFKC);
    }

    /** Whether it may be chosen: its length is all we ask of it. */
    public boolean isAcceptable() {
        var length = reveal.codePointCount(0, reveal.length());
        return length >= MIN_LENGTH && length <= MAX_LENGTH;
    }

    @Override
    public String toString() {
        return "***";
    }
}
