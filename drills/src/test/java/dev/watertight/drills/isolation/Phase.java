package dev.watertight.drills.isolation;

/**
 * When one fault was on, all in milliseconds since the epoch.
 *
 * @param begun it was asked for
 * @param proven it was seen to hold
 * @param ending it was asked to end
 * @param over it was seen to be over, and every part healthy
 */
public record Phase(long begun, long proven, long ending, long over) {}
