package dev.watertight.drills.scaling;

import java.util.Map;

/**
 * What used the machine while a trial was measured.
 *
 * @param cores the processor time of each part, all replicas of a service together, in cores
 * @param machine how busy the cores of the busier half were, with whatever else ran, from 0 to 1
 * @param elsewhere the part of all cores that no part of the stack and not k6 had a share in
 */
public record Usage(Map<String, Double> cores, double machine, double elsewhere) {
    public static final String LOAD_GENERATOR = "k6";
    public static final String WATCHER = "k6 that watches";
    public static final String EDGE = "edge";

    public Usage {
        cores = Map.copyOf(cores);
    }

    public double of(String part) {
        return cores.getOrDefault(part, 0.0);
    }

    public double database(String service) {
        return of(service + "-db");
    }
}
