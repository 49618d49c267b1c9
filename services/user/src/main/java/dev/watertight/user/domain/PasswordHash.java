package dev.watertight.user.domain;

/** What is kept of a password; it holds its own salt and cost. It never prints itself. */
public record PasswordHash(String reveal) {
    static final int MAX_LENGTH = 255;

    public PasswordHash {
        if (reveal.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a hash has at most " + MAX_LENGTH + " characters");
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
