package dev.watertight.user.domain;

/** Turns passwords into what is kept of them. Both ways cost the same, and much: callers wait for their turn. */
public interface Passwords {
    /** Throws what hashing would throw when too many wait already; asked first, a refusal costs little. */
    void requireRoom();

    PasswordHash hash(Password password);

    boolean matches(Password password, PasswordHash hash);
}
