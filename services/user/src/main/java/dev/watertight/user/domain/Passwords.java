package dev.watertight.user.domain;

/** Turns passwords into what is kept of them. Both ways cost the same, and much: callers wait for their turn. */
public interface Passwords {
    PasswordHash hash(Password password);

    boolean matches(Password password, PasswordHash hash);
}
