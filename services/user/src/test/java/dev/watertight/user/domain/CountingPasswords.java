package dev.watertight.user.domain;

import java.util.concurrent.atomic.AtomicInteger;

/** Hashes nothing, and counts how often it was asked to. */
final class CountingPasswords implements Passwords {
    private final AtomicInteger hashes = new AtomicInteger();
    private boolean full;

    /** From now on there is no room. */
    void fill() {
        full = true;
    }

    int hashes() {
        return hashes.get();
    }

    @Override
    public void requireRoom() {
        if (full) {
            throw new IllegalStateException("full");
        }
    }

    @Override
    public PasswordHash hash(Password password) {
        hashes.incrementAndGet();
        return new PasswordHash("hash of " + password.reveal());
    }

    @Override
    public boolean matches(Password password, PasswordHash hash) {
        hashes.incrementAndGet();
        return hash.reveal().equals("hash of " + password.reveal());
    }
}
