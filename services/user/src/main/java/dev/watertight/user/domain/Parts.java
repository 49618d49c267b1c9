package dev.watertight.user.domain;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What differs between a process and a test: new ids, secrets, the time.
 *
 * @param clock no finer than what is stored
 */
public record Parts(Supplier<UUID> ids, SecureRandom random, Clock clock) {}
