package dev.watertight.user.domain;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;

/** What differs between a process and a test: new ids, secrets, the time. */
public record Parts(Supplier<UUID> ids, SecureRandom random, Clock clock) {

    /** The time to the microsecond, as it is stored. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
