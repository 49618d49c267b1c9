package dev.watertight.user.domain;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An e-mail address in the one form we compare: trimmed, lower case. It never prints itself. */
public record Email(String reveal) {
    public static final int MAX_LENGTH = 254;

    /** Only mail can tell whether an address works; this refuses what cannot be one, or not be written in UTF-8. */
    private static final Pattern SHAPE = Pattern.compile(
            "[^\\s\\p{Cntrl}\\p{Cs}@]{1,64}@[^\\s\\p{Cntrl}\\p{Cs}@.]+(\\.[^\\s\\p{Cntrl}\\p{Cs}@.]+)+");

    public Email {
        if (reveal.length() > MAX_LENGTH || !SHAPE.matcher(reveal).matches()) {
            throw new IllegalArgumentException("not an e-mail address");
        }
    }

    /** What {@code text} means, if it can be an address. */
    public static Optional<Email> parse(String text) {
        try {
            return Optional.of(new Email(text.strip().toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
