package dev.watertight.user.domain;

/** What is kept of a password; it holds its own salt and cost. It never prints itself. */
public record PasswordHash(String reveal) {
    @Override
    public String toString() {
        return "***";
    }
}
