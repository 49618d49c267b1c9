package dev.watertight.user.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Remembers what happened to accounts. */
final class FakeJournal implements AccountJournal {
    final List<String> events = new ArrayList<>();

    @Override
    public void registered() {
        events.add("registered");
    }

    @Override
    public void loggedIn() {
        events.add("logged in");
    }

    @Override
    public void loginRefused() {
        events.add("refused");
    }

    @Override
    public void refreshTokenReused(UUID sessionId) {
        events.add("reused " + sessionId);
    }
}
