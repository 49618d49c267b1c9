package dev.watertight.twin.neighbour;

/** Another service. */
public record Neighbour() {}
