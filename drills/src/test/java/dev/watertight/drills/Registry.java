package dev.watertight.drills;

import java.util.Set;
import java.util.TreeSet;

/** What Consul says. */
final class Registry {
    private final Http consul = new Http(Addresses.consul());

    /** The ids of the instances of {@code service} that pass their checks. */
    Set<String> passing(String service) {
        var ids = new TreeSet<String>();
        consul.get("/v1/health/service/" + service + "?passing=true")
                .json()
                .forEach(instance -> ids.add(instance.at("/Service/ID").asText()));
        return ids;
    }
}
