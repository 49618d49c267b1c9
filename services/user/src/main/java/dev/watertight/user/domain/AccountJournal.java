package dev.watertight.user.domain;

import java.util.UUID;

/** Told what happens to accounts, for those who watch. */
public interface AccountJournal {
    void registered();

    void loggedIn();

    void loginRefused();

    /** Somebody else has, or had, a copy of a refresh token of this session. */
    void refreshTokenReused(UUID sessionId);
}
